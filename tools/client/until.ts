import { setTimeout as pause } from 'node:timers/promises';

const POLL_INTERVAL_MS = 50;
const DEADLINE_MS = 60_000;

export interface WaitLimit {
  readonly withinMs?: number;
  /** How long to wait between two questions. */
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks again and again until the answer is as hoped for, and hands it back. Throws when the time is up, with the last
 * answer. The only waiting there is in stories, demo and bench: nothing ever waits for a fixed time.
 */
export async function until<T>(
  hope: string,
  ask: () => Promise<T>,
  isSo: (answer: T) => boolean,
  { withinMs = DEADLINE_MS, everyMs = POLL_INTERVAL_MS, signal }: WaitLimit = {},
): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (performance.now() > giveUpAt) throw new Error(`Not within ${withinMs / 1_000} s: ${hope}; last seen: ${JSON.stringify(answer)}.`);
    await pause(everyMs);
  }
}
