import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { end } from '../infra/state/processes.ts';
import { launch, type Launched } from '../infra/system/launch.ts';
import { becomesTrue } from '../infra/system/wait-until.ts';
import { root } from '../workspace.ts';
import { addressOf } from './plan.ts';
import { isUp, recordOf, type Note, type ProcessPlan, type ProcessRecord } from './records.ts';

const STOP_LIMIT_MS = 20_000;
const LOG_LINES_SHOWN = 3;

export interface Started {
  readonly record: ProcessRecord;
  readonly launched: Launched;
}

/** Starts one process in a session of its own, once it is noted down; it outlives the command that started it. */
export async function startProcess(plan: ProcessPlan, note: Note): Promise<Started> {
  await mkdir(dirname(plan.logFile), { recursive: true });
  const what = { name: plan.name, command: process.execPath, args: plan.args, env: plan.env, cwd: root, logFile: plan.logFile };
  const launched = await launch(what, (pid) => note(recordOf(plan, pid)));
  return { record: recordOf(plan, launched.pid), launched };
}

/** Whether a process says of itself that it can do its work. */
export async function isReady(port: number): Promise<boolean> {
  const asked = await fetch(`${addressOf(port)}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  await asked?.body?.cancel();
  return asked?.ok ?? false;
}

export const stopProcess = (record: ProcessRecord): Promise<void> => end({ ...record, stopSignal: 'SIGTERM' }, STOP_LIMIT_MS);

/** Ends a process as a crash would: at once, with no chance to finish anything. */
export async function killProcess(record: ProcessRecord): Promise<void> {
  if (!isUp(record)) return;
  process.kill(record.pid, 'SIGKILL');
  await becomesTrue(() => !isUp(record), STOP_LIMIT_MS);
}

/** What the log says went wrong: the last line that names an error, or else its last lines. */
export async function endOfLog(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').map(messageOf);
  return lines.findLast((line) => /\b\w*Error\b.*:/.test(line)) ?? (lines.slice(-LOG_LINES_SHOWN).join(' | ') || '(nothing)');
}

/** Log lines are JSON once an app is under way; of those only the message is for people. */
function messageOf(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { type?: string; message?: string } };
    const error = err?.message === undefined ? undefined : `${err.type ?? 'Error'}: ${err.message}`;
    return [msg, error].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}
