import { DomainError } from '@sluice/kernel';
import { HandlerOverdue, NotConfirmed, NotKnownYet, Park, RequestTimedOut, RetryLater, ServiceAway } from './errors.js';
import type { Past, Waiting } from './headers.js';

/** What becomes of a message whose handler threw. Only a fault of the handler counts as one of its attempts. */
export type Verdict =
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'wait'; readonly delayMs: number; readonly waiting: Waiting }
  | { readonly kind: 'park' };

export interface Budgets {
  /** A wait before each further attempt; their number bounds the attempts. */
  readonly delaysMs: readonly number[];
  /** How long a message may be too early. */
  readonly earlyForMs: number;
  /** How long a message may be unknown, which is how long a roll-out may take. */
  readonly unknownForMs: number;
}

const LONGEST_CAUSE = 300;
const LONGEST_STACK = 4_000;
const LONGEST_WAIT_MS = 30_000;
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

const surroundings = [NotConfirmed, RequestTimedOut, ServiceAway, HandlerOverdue];

/** Whether an error says that something beside the handler was away. */
export const isOfTheSurroundings = (error: unknown): boolean => surroundings.some((kind) => error instanceof kind);

function waitFor(error: unknown, away: boolean): Waiting['for'] | null {
  if (error instanceof NotKnownYet) return 'unknown';
  if (away || isOfTheSurroundings(error)) return 'surroundings';
  return error instanceof RetryLater ? 'early' : null;
}

/** `away`: the database was, while the handler ran. */
export function judge(error: unknown, { failures, waiting }: Pick<Past, 'failures' | 'waiting'>, { delaysMs, earlyForMs, unknownForMs }: Budgets, away: boolean, now = Date.now()): Verdict {
  if (error instanceof Park || error instanceof DomainError) return { kind: 'park' };
  const reason = waitFor(error, away);
  if (reason === null) {
    const delayMs = delaysMs[failures];
    return delayMs === undefined ? { kind: 'park' } : { kind: 'retry', delayMs };
  }
  const begun = waiting?.for === reason ? waiting : { for: reason, since: now, times: 0 };
  const longest = { early: earlyForMs, unknown: unknownForMs, surroundings: Infinity }[reason];
  if (now - begun.since >= longest) return { kind: 'park' };
  const delayMs = waitAfter(begun.times, delaysMs);
  return delayMs === undefined ? { kind: 'park' } : { kind: 'wait', delayMs, waiting: { ...begun, times: begun.times + 1 } };
}

/** Growing, and never so long that a message still waits when everything else goes on again. */
function waitAfter(times: number, delaysMs: readonly number[]): number | undefined {
  const short = delaysMs.filter((delayMs) => delayMs <= LONGEST_WAIT_MS);
  return short[Math.min(times, short.length - 1)] ?? delaysMs[0];
}

/** The error in one line, without ids, so that messages that failed for the same reason are found under one cause. */
export function causeOf(error: unknown): string {
  if (error instanceof Park || error instanceof NotKnownYet) return error.message.slice(0, LONGEST_CAUSE);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll(IDS, '<id>').replaceAll(/\s+/g, ' ').slice(0, LONGEST_CAUSE);
}

/** A header's table has room for 64 KiB in all. */
export const stackOf = (error: unknown): string | null =>
  error instanceof Error ? (error.stack ?? null)?.slice(0, LONGEST_STACK) ?? null : null;
