import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '@sluice/clients/answers';
import type { Completions } from './completions.ts';
import type { Flow, Withdrawal } from './flows.ts';
import { quantile } from './quantiles.ts';
import { isForNowOrUnanswered, onceWithRetries, withRetries } from './with-retries.ts';

/** A client that hears nothing for so long asks again; that is safe. */
const ANSWER_LIMIT_MS = 10_000;
const KEY_IN_USE = 409;

/** One withdrawal as its client has seen it. Times in milliseconds since the run began. */
export interface Attempt {
  readonly withdrawal: Withdrawal;
  readonly attemptedAt: number;
  id?: string;
  /** Created, and accepted where that is needed. */
  acknowledgedAt?: number;
  /** Refused for good. */
  refusedWith?: string;
  endedAt?: number;
}

export interface LoadPlan {
  readonly perSecond: number;
  /** Until told to end, unless told. */
  readonly seconds?: number;
  readonly lanes: number;
  readonly signal: AbortSignal;
}

/** Each amount is one withdrawal's, so that the bank's books tell whose payment it was. */
const LEAST_UNITS = 100n;

/** Rejects when there is no answer in time; what comes later is not looked at. */
function answered<T>(work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${ANSWER_LIMIT_MS} ms.`)), ANSWER_LIMIT_MS);
  work.catch(() => undefined); // Its rejection may come when nobody listens any more.
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Makes withdrawals whatever happens, as a careful client does, and keeps of each what it saw. */
export class LoadClient {
  readonly attempts: Attempt[] = [];
  /** Answers that no client should see, by their text. */
  readonly unexpected = new Map<string, number>();
  /** Requests that were told to come again. */
  refusedForNow = 0;
  private readonly flow: Flow;
  private readonly completions: Completions;
  private readonly startedAt = performance.now();
  private readonly leastUnits: bigint;
  private isOver = false;

  /** `leastUnits`: where others pay too, beyond the amounts of theirs. */
  constructor(flow: Flow, completions: Completions, leastUnits = LEAST_UNITS) {
    [this.flow, this.completions, this.leastUnits] = [flow, completions, leastUnits];
  }

  now(): number {
    return Math.round(performance.now() - this.startedAt);
  }

  /** From the first request to the end, of what has ended. */
  get tookSeconds(): { readonly p50: number; readonly p99: number } {
    const took = this.attempts.flatMap(({ attemptedAt, endedAt }) => (endedAt === undefined ? [] : [(endedAt - attemptedAt) / 1_000]));
    return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
  }

  /** So many a second, however the others fare. Resolves when the time is up and every request was answered for good. */
  async run({ perSecond, seconds = Infinity, lanes, signal }: LoadPlan): Promise<void> {
    const under: Promise<void>[] = [];
    for (let number = 0; !this.isOver && number < perSecond * seconds; number += 1) {
      const dueIn = (number * 1_000) / perSecond - this.now();
      if (dueIn > 0) await pause(dueIn, undefined, { signal });
      under.push(this.carry(number, number % lanes));
    }
    await Promise.all(under);
  }

  /** Nothing more is begun. */
  end(): void {
    this.isOver = true;
  }

  /** How many have ended, as far as is known. */
  get ended(): number {
    return this.attempts.filter(({ endedAt }) => endedAt !== undefined).length;
  }

  /** The first end that was seen after a moment; null when there is none. */
  firstEndAfter(at: number): number | null {
    const later = this.attempts.flatMap(({ endedAt }) => (endedAt !== undefined && endedAt > at ? [endedAt] : []));
    return later.length === 0 ? null : Math.min(...later);
  }

  private async carry(number: number, lane: number): Promise<void> {
    const withdrawal = this.flow(lane, { units: this.leastUnits + BigInt(number), key: randomUUID() });
    const attempt: Attempt = { withdrawal, attemptedAt: this.now() };
    this.attempts.push(attempt);
    try {
      const { result: id, refused } = await withRetries(() => answered(withdrawal.create()), (error) => this.isLater(error));
      attempt.id = id;
      this.completions.ended(id).then(() => (attempt.endedAt = this.now()), () => undefined);
      const { accept } = withdrawal;
      const refusedAgain = accept === undefined ? 0 : await onceWithRetries(() => answered(accept(id)), isForNowOrUnanswered);
      attempt.acknowledgedAt = this.now();
      this.refusedForNow += refused + refusedAgain;
    } catch (error) {
      attempt.refusedWith = error instanceof Error ? error.message : String(error);
    }
  }

  /** A key that is still in use belongs to the request before it, whose answer was lost. */
  private isLater(error: unknown): boolean {
    const status = error instanceof ApiError ? error.status : 0;
    if (status >= 500 && status !== 503 && error instanceof Error) this.unexpected.set(error.message, (this.unexpected.get(error.message) ?? 0) + 1);
    return isForNowOrUnanswered(error) || status === KEY_IN_USE;
  }
}
