import type { Envelope } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { z } from 'zod';
import type { Past, Waiting } from './headers.js';

/** Too early: what the message needs is not there yet. It is tried again after at most half a minute, for hours, at no cost to its attempts. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
}

/** The message can never be handled: it goes to the dead-letter store at once. `cause` is what operators group by. */
export class Park extends Error {
  override readonly name = 'Park';

  constructor(cause: string) {
    super(cause);
  }
}

/** The withdrawal that a command is about. @throws Park when it names none */
export function withdrawalOf({ type, withdrawalId }: Pick<Envelope, 'type' | 'withdrawalId'>): string {
  if (withdrawalId === undefined) throw new Park(`${type} names no withdrawal`);
  return withdrawalId;
}

/** A type, version, state or word that this instance does not know: a newer one that does may be on its way. */
export class NotKnownYet extends Error {
  override readonly name = 'NotKnownYet';
}

/** A word, version or kind that is not on our list may be on a newer one; a number where a text should be never will. */
export const mayBeNewer = ({ issues }: z.ZodError): boolean =>
  issues.every(({ code, path }) => code === 'invalid_value' || code === 'invalid_union' || code === 'unrecognized_keys' || path.join('.') === 'version');

/** The handler has not returned for so long that it never may. It may have done its work all the same. */
export class HandlerOverdue extends Error {
  override readonly name = 'HandlerOverdue';
}

/** No queue is bound for the message yet; whoever handles it has not started for the first time. */
export class Unroutable extends Error {
  override readonly name = 'Unroutable';
}

/** The broker did not confirm the message: it may or may not have arrived, so it must be sent again. */
export class NotConfirmed extends Error {
  override readonly name = 'NotConfirmed';
}

/** No reply came in time. The request may have been handled all the same; it is safe to repeat. */
export class RequestTimedOut extends Error {
  override readonly name = 'RequestTimedOut';
}

/** The service that was asked failed. The request is safe to repeat. */
export class RequestFailed extends Error {
  override readonly name: string = 'RequestFailed';
}

/** The service that was asked is away, or without its database, or has too many requests waiting: it was not asked, or did nothing. */
export class ServiceAway extends RequestFailed {
  override readonly name = 'ServiceAway';
}

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
