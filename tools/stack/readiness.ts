import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from '../infra/index.ts';
import { processorTimeOf } from '../infra/system/processor-time.ts';
import { endOfLog, isReady, type Started } from './processes.ts';

/** Ten processes are starting on perhaps two cores: asking more often would slow them down. */
const READY_POLL_MS = 150;
const TELL_EVERY_MS = 15_000;

/**
 * A busy machine starts a service slowly, and a broken one never: what tells them apart is whether it still does anything.
 * A process that waits for something uses next to no processor time and writes next to nothing.
 */
const STALLED_AFTER_MS = 60_000;
const LEAST_PROCESSOR_MS = 300;
/** Who logs for ever that something is missing also moves. */
const MOST_MS = 900_000;

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told now and then which are still waited for. */
  readonly progress?: ((line: string) => void) | undefined;
}

/** What a process has done so far. */
interface Activity {
  readonly processorMs: number;
  readonly logBytes: number;
}

async function activityOf({ record: { name, pid, logFile } }: Started): Promise<Activity> {
  const logBytes = await stat(logFile).then(({ size }) => size, () => 0);
  return { processorMs: processorTimeOf({ [name]: { pid } })[name] ?? 0, logBytes };
}

const hasMoved = (before: Activity, now: Activity): boolean =>
  now.logBytes > before.logBytes || now.processorMs - before.processorMs >= LEAST_PROCESSOR_MS;

/**
 * Waits until every process says that it can do its work, as long as each that is not there yet makes progress. Throws a
 * SetupError with the end of its log when one dies or stops getting on.
 */
export async function waitUntilReady(processes: readonly Started[], { signal, progress }: WaitOptions = {}): Promise<void> {
  const waiting = new Set(processes);
  const telling = setInterval(() => progress?.(`Waiting until ${[...waiting].map(({ record }) => record.name).join(', ')} can work …`), TELL_EVERY_MS);
  const wait = async (process: Started): Promise<void> => {
    await untilReady(process, signal);
    waiting.delete(process);
  };
  await Promise.all(processes.map(wait)).finally(() => clearInterval(telling));
}

async function untilReady(process: Started, signal: AbortSignal | undefined): Promise<void> {
  const { record, launched } = process;
  let seen = await activityOf(process);
  const giveUpAt = performance.now() + MOST_MS;
  let stalledAt = performance.now() + STALLED_AFTER_MS;
  while (!launched.hasEnded() && performance.now() < Math.min(stalledAt, giveUpAt)) {
    signal?.throwIfAborted();
    if (await isReady(record.port)) return;
    const now = await activityOf(process);
    if (hasMoved(seen, now)) [seen, stalledAt] = [now, performance.now() + STALLED_AFTER_MS];
    await pause(READY_POLL_MS);
  }
  const silent = performance.now() < giveUpAt ? `has done nothing for ${STALLED_AFTER_MS / 1000} s` : `has been starting for ${MOST_MS / 60_000} minutes`;
  const what = launched.hasEnded() ? 'ended while starting' : `${silent} and is not ready`;
  throw new SetupError(`${record.name} ${what}; its log ${record.logFile} ends with: ${await endOfLog(record.logFile)}`);
}
