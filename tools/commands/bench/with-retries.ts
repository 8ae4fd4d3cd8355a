import { setTimeout as pause } from 'node:timers/promises';
import { UnexpectedAnswer } from '../../client/index.ts';

const TOO_MANY = 429;
const NOT_NOW = 503;
const REFUSALS = [409, 422];

/** Where a refusal names no time. */
const USUAL_SECONDS = 1;

/** After so many refusals in a row a client would give up, and the row has failed. */
const MOST_REFUSALS = 600;

export interface Retried<T> {
  readonly result: T;
  /** How often it was refused for now. */
  readonly refused: number;
}

const secondsOf = ({ answer }: UnexpectedAnswer): number => Number(answer.headers.get('retry-after') ?? USUAL_SECONDS);

/** Makes a request as a client should: told 429 or 503, it waits for as long as `Retry-After` says, and up to as long again, and repeats it. */
export async function withRetries<T>(request: () => Promise<T>): Promise<Retried<T>> {
  for (let refused = 0; ; refused += 1) {
    try {
      return { result: await request(), refused };
    } catch (error) {
      const isForNow = error instanceof UnexpectedAnswer && (error.answer.status === TOO_MANY || error.answer.status === NOT_NOW);
      if (!isForNow || refused >= MOST_REFUSALS) throw error;
      await pause(secondsOf(error) * 1_000 * (1 + Math.random()));
    }
  }
}

/** The same for what can be done once: a repeated request that is told that it was done already has come to its end. */
export async function onceWithRetries(request: () => Promise<unknown>): Promise<number> {
  let tries = 0;
  const { refused } = await withRetries(async () => {
    tries += 1;
    return request().catch((error: unknown) => {
      if (tries === 1 || !(error instanceof UnexpectedAnswer) || !REFUSALS.includes(error.answer.status)) throw error;
    });
  });
  return refused;
}
