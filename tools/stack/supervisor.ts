import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launch } from '../infra/system/launch.ts';
import { withLock } from '../infra/system/lock.ts';
import type { StackPlace } from './place.ts';
import { startProcess, type Started } from './processes.ts';
import { isUp, noteIn, readRecords, recordOf, type ProcessRecord } from './records.ts';
import { readStackFile, writeStackFile } from './stack-file.ts';

/** Processes of others cannot be waited for; nine looks into /proc a second cost next to nothing. */
const LOOK_EVERY_MS = 1_000;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Who ran for so long has recovered: what ends it next is a new matter. */
const RECOVERED_AFTER_MS = 120_000;

export const supervisorName = 'supervisor';

/** How long to wait before a process is started again that has ended so many times in a row. */
export const pauseBefore = (endsInARow: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (endsInARow - 1), LONGEST_PAUSE_MS);

/** Starts a process that is gone as it was started before, on the same port. One that somebody else has started again meanwhile is left alone. */
export function startGone(place: StackPlace, name: string, restarted: (record: ProcessRecord) => number = ({ restarts }) => restarts): Promise<Started | null> {
  return withLock(join(place.folder, 'restart.lock'), () => undefined, async () => {
    const records = await readRecords(place);
    const known = records.find((record) => record.name === name);
    if (known === undefined || isUp(known)) return null;
    const { pid: _pid, identity: _identity, ...plan } = known;
    const started = await startProcess({ ...plan, restarts: restarted(known) }, noteIn(place, records));
    const stack = await readStackFile(place.stackFile);
    if (stack !== null) await writeStackFile(place, { ...stack, processes: { ...stack.processes, [name]: { ...stack.processes[name], pid: started.record.pid } } });
    return started;
  });
}

interface Watch {
  endsInARow: number;
  startedAt: number;
  startAt: number | null;
}

/** Starts again what has ended of a stack, with growing pauses, until it is told to stop. */
export async function supervise(place: StackPlace, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const watches = new Map<string, Watch>();
  while (!signal.aborted) {
    for (const record of await readRecords(place)) {
      if (record.name === supervisorName) continue;
      const watch = watches.get(record.name) ?? { endsInARow: 0, startedAt: Date.now(), startAt: null };
      watches.set(record.name, watch);
      await lookAfter(place, record, watch, say);
    }
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined); // Told to stop.
  }
}

async function lookAfter(place: StackPlace, record: ProcessRecord, watch: Watch, say: (line: string) => void): Promise<void> {
  if (isUp(record)) {
    watch.startAt = null;
    return;
  }
  if (watch.startAt === null) {
    watch.endsInARow = Date.now() - watch.startedAt > RECOVERED_AFTER_MS ? 1 : watch.endsInARow + 1;
    watch.startAt = Date.now() + pauseBefore(watch.endsInARow);
    say(`${record.name} (pid ${record.pid}) has ended; it is started again in ${pauseBefore(watch.endsInARow) / 1_000} s.`);
  }
  if (Date.now() < watch.startAt) return;
  const started = await startGone(place, record.name, ({ restarts }) => restarts + 1);
  watch.startAt = null;
  watch.startedAt = Date.now();
  if (started !== null) say(`${record.name} is started again, for the ${started.record.restarts}. time (pid ${started.record.pid}).`);
}

/** Starts the supervisor of a stack, noted down beside what it looks after. */
export async function startSupervisor(place: StackPlace): Promise<void> {
  const plan = {
    name: supervisorName, port: 0, restarts: 0, args: ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'supervisor.main.ts'), place.name],
    env: { PATH: process.env['PATH'] ?? '' }, logFile: join(place.logFolder, 'supervisor.log'),
  };
  const note = noteIn(place, await readRecords(place));
  await launch({ name: plan.name, command: process.execPath, args: plan.args, env: plan.env, cwd: place.folder, logFile: plan.logFile }, (pid) => note(recordOf(plan, pid)));
}
