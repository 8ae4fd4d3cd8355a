import { after } from '@sluice/kernel';

/**
 * What is stored of something that is to happen once at a provider: the intent before the call, what was observed after it. Found with
 * nothing recorded, or with an unknown outcome, it is inquired about under its key, and sent again only once the provider does not
 * know the key.
 */
export interface Intent {
  /** When something is to be done about it; absent once nothing is. On the tenant's clock, as all times here. */
  readonly nextAt?: string | undefined;
  /** Inquiries without a new result: the backoff grows with them. */
  readonly failedAttempts: number;
  readonly firstSentAt?: string | undefined;
}

/** The wait before the next inquiry: `firstMs`, growing by `factor` (2 unless told) with each failed attempt, up to `lastMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly factor?: number | undefined;
}

export const waitMs = ({ firstMs, lastMs, factor = 2 }: Backoff, failedAttempts: number): number =>
  Math.min(Math.round(firstMs * factor ** failedAttempts), lastMs);

export const inquiryAt = (backoff: Backoff, failedAttempts: number, now: Date): Date => after(now, `${waitMs(backoff, failedAttempts)}ms`);

export const isDue = ({ nextAt }: Pick<Intent, 'nextAt'>, now: Date): boolean => nextAt !== undefined && new Date(nextAt) <= now;

/** How many times the longest call an intent may stand unrecorded before it is inquired about. */
const CALLS_PER_LEASE = 2;

/** Longer than any call takes: found unrecorded after that, the call was made by a process that is gone. */
export const leaseMsFor = (longestCallMs: number): number => CALLS_PER_LEASE * longestCallMs;

/** To be stored before the call. The first time of sending stays, however often it is sent. */
export const leased = <I extends Intent>(intent: I, now: Date, leaseMs: number): I & { readonly nextAt: string; readonly firstSentAt: string } =>
  ({ ...intent, firstSentAt: intent.firstSentAt ?? now.toISOString(), nextAt: after(now, `${leaseMs}ms`).toISOString() });

/** Nothing new came of a call: inquired about again after the backoff. */
export const inquiredLater = <I extends Intent>(intent: I, backoff: Backoff, now: Date): I & { readonly nextAt: string } =>
  ({ ...intent, nextAt: inquiryAt(backoff, intent.failedAttempts, now).toISOString(), failedAttempts: intent.failedAttempts + 1 });

/** The provider does not know the key: sent again at once, since the wait was before the inquiry. */
export const sentAgain = <I extends Intent>(intent: I, now: Date): I & { readonly nextAt: string } => ({ ...intent, nextAt: now.toISOString() });

/** It is to be stopped: at once, unless a call is under way, which has until the end of its lease. */
export const stopAt = ({ nextAt }: Intent, isUnderWay: boolean, now: Date): string | undefined => (isUnderWay ? nextAt : now.toISOString());

/** What may have been sent is inquired about, or stopped, and not sent. */
export function nextCall({ isPlanned, isToBeStopped }: { readonly isPlanned: boolean; readonly isToBeStopped: boolean }): 'send' | 'inquire' | 'stop' {
  if (isToBeStopped) return 'stop';
  return isPlanned ? 'send' : 'inquire';
}

/** How long its outcome has been unknown, when that is longer than it may be without an alarm; null otherwise. */
export function unknownTooLongMs({ firstSentAt }: Intent, now: Date, alarmAfterMs: number): number | null {
  const unknownMs = firstSentAt === undefined ? 0 : now.getTime() - new Date(firstSentAt).getTime();
  return unknownMs > alarmAfterMs ? unknownMs : null;
}
