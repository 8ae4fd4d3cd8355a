import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from '../setup-error.ts';
import type { Launched } from './launch.ts';

const POLL_INTERVAL_MS = 40;

/** Asks again and again until the answer is yes. Returns false when the time is up. */
export async function becomesTrue(ask: () => Promise<boolean> | boolean, withinMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await ask())) {
    if (Date.now() > giveUpAt) return false;
    await pause(POLL_INTERVAL_MS);
  }
  return true;
}

interface Starting {
  name: string;
  launched: Launched;
  logFile: string;
  withinMs: number;
  answers: () => Promise<boolean>;
}

/** Waits until a launched program answers; a crash or silence becomes a SetupError with the end of its log. */
export async function waitUntilAnswers({ name, launched, logFile, withinMs, answers }: Starting): Promise<void> {
  const answered = await becomesTrue(async () => launched.hasEnded() || (await answers()), withinMs);
  if (answered && !launched.hasEnded()) return;
  const what = launched.hasEnded() ? 'ended while starting' : `did not answer within ${withinMs / 1000} s`;
  throw new SetupError(`${name} ${what}; its log ${logFile} ends with: ${await endOf(logFile)}`);
}

async function endOf(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-3).join(' | ') || '(nothing)';
}
