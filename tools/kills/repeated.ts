import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '@sluice/clients/answers';
import type { Answer } from '../client/index.ts';

const AGAIN_AFTER_MS = 250;
const GIVES_UP_AFTER_MS = 120_000;

/** Nobody could answer, or the same request is still being answered: the next answer may be another one. */
const isForNow = ({ status, headers }: Pick<Answer, 'status' | 'headers'>): boolean => status === 429 || status >= 500 || headers.has('retry-after');

const isAnswer = (result: unknown): result is Answer => typeof result === 'object' && result !== null && 'headers' in result;

/** Repeats what is safe to be repeated for as long as nobody answers, or the answer is only for now: clients of a service that dies do so. */
export async function repeated<T>(request: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + GIVES_UP_AFTER_MS;
  for (;;) {
    const isLast = performance.now() > giveUpAt;
    try {
      const result = await request();
      if (isLast || !isAnswer(result) || !isForNow(result)) return result;
    } catch (error) {
      if (isLast || (error instanceof ApiError && !isForNow(error))) throw error;
    }
    await pause(AGAIN_AFTER_MS);
  }
}
