import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '@sluice/clients/answers';

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

const secondsOf = ({ headers }: ApiError): number => Number(headers.get('retry-after') ?? USUAL_SECONDS);

/** Whether a failed request is to be repeated as it was. */
export type IsForNow = (error: unknown) => boolean;

const statusOf = (error: unknown): number | null => (error instanceof ApiError ? error.status : null);

/** The request was told so. */
export const isForNow: IsForNow = (error) => [TOO_MANY, NOT_NOW].includes(statusOf(error) ?? 0);

/** The same, or there was no answer, or one that says nothing of the request: what is safe to repeat is repeated. */
export const isForNowOrUnanswered: IsForNow = (error) => statusOf(error) === null || isForNow(error) || (statusOf(error) ?? 0) >= 500;

const waitMs = (error: unknown): number => (error instanceof ApiError ? secondsOf(error) : USUAL_SECONDS) * 1_000 * (1 + Math.random());

/** Makes a request as a client should: told 429 or 503, it waits for as long as `Retry-After` says, and up to as long again, and repeats it. */
export async function withRetries<T>(request: () => Promise<T>, isLater: IsForNow = isForNow): Promise<Retried<T>> {
  for (let refused = 0; ; refused += 1) {
    try {
      return { result: await request(), refused };
    } catch (error) {
      if (!isLater(error) || refused >= MOST_REFUSALS) throw error;
      await pause(waitMs(error));
    }
  }
}

/** The same for what can be done once: a repeated request that is told that it was done already has come to its end. */
export async function onceWithRetries(request: () => Promise<unknown>, isLater: IsForNow = isForNow): Promise<number> {
  let tries = 0;
  const { refused } = await withRetries(async () => {
    tries += 1;
    return request().catch((error: unknown) => {
      if (tries === 1 || !REFUSALS.includes(statusOf(error) ?? 0)) throw error;
    });
  }, isLater);
  return refused;
}
