import { DomainError } from '@sluice/kernel';
import { Park } from './errors.js';

/** What becomes of a message whose handler threw. */
export type Verdict = { readonly kind: 'retry'; readonly delayMs: number } | { readonly kind: 'park' };

const LONGEST_CAUSE = 300;
const LONGEST_STACK = 4_000;
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Trying again helps against the world's failures, and against unknown ones for as long as there are attempts left. */
export function judge(error: unknown, failuresBefore: number, delaysMs: readonly number[]): Verdict {
  if (error instanceof Park || error instanceof DomainError) return { kind: 'park' };
  const delayMs = delaysMs[failuresBefore];
  return delayMs === undefined ? { kind: 'park' } : { kind: 'retry', delayMs };
}

/** The error in one line, without ids, so that messages that failed for the same reason are found under one cause. */
export function causeOf(error: unknown): string {
  if (error instanceof Park) return error.message.slice(0, LONGEST_CAUSE);
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll(IDS, '<id>').replaceAll(/\s+/g, ' ').slice(0, LONGEST_CAUSE);
}

/** A header's table has room for 64 KiB in all. */
export const stackOf = (error: unknown): string | null =>
  error instanceof Error ? (error.stack ?? null)?.slice(0, LONGEST_STACK) ?? null : null;
