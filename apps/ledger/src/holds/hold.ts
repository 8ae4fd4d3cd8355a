import type { BodyOf, Outgoing } from '@sluice/contract-kit';
import type { holdRefused } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import type { Account } from '../accounts/account.js';

export type HoldRefusal = BodyOf<typeof holdRefused>['reason'];

/** A part of a hold that was booked. */
export interface Posting {
  readonly postingId: string;
  readonly amount: Money;
}

/** Money set aside. Its postings, in the order they were booked, never add up to more than its amount. */
export interface OpenHold {
  readonly holdId: string;
  readonly amount: Money;
  readonly postings: readonly Posting[];
  /** When what is still held is released by itself; on the tenant's clock. */
  readonly expiresAt?: Date | undefined;
}

/** A hold that has ended: what is kept for good, so that every repeated command is answered as the first was. */
export interface ClosedHold extends OpenHold {
  /** `never_placed`: voided before it was placed, so that it can never be placed any more. */
  readonly outcome: 'posted' | 'voided' | 'expired' | 'never_placed' | 'refused';
  /** Why it was refused. */
  readonly reason?: HoldRefusal | undefined;
  /** What was still held when it closed; amount = postings + released for a hold that was placed. */
  readonly released: Money;
  /** On the tenant's clock. */
  readonly closedAt: Date;
}

export const postedOf = (hold: OpenHold): Money =>
  hold.postings.reduce((sum, posting) => sum.plus(posting.amount), Money.zero(hold.amount.currency));

/** What an open hold still holds. */
export const heldOf = (hold: OpenHold): Money => hold.amount.minus(postedOf(hold));

/** How a hold ends that holds nothing and never did. */
export const unplaced = (holdId: string, zero: Money, closedAt: Date, reason?: HoldRefusal): ClosedHold => ({
  holdId, amount: zero, postings: [], released: zero, closedAt, ...(reason === undefined ? { outcome: 'never_placed' } : { outcome: 'refused', reason }),
});

/** All that a decision about a hold depends on. `closed`: how it ended, if it did. */
export interface HoldSituation {
  /** Null: there is no such account. */
  readonly account: Account | null;
  readonly closed: ClosedHold | null;
  readonly at: Date;
  readonly withdrawalId?: string | undefined;
}

export interface HoldDecision {
  readonly answer: Outgoing;
  /** Absent: the account stays as it is. */
  readonly account?: Account;
  /** Only where there is no account to carry it: inserted before the command is answered. */
  readonly closed?: ClosedHold;
}

export const openHoldOf = (account: Account | null, holdId: string): OpenHold | null =>
  account?.holds.find((hold) => hold.holdId === holdId) ?? null;

/** The account with this hold closed: nothing of it is pending any more, and its end waits to be inserted. */
export function withClosed(account: Account, hold: ClosedHold): Account {
  return {
    ...account,
    pending: account.pending.minus(hold.released),
    holds: account.holds.filter((open) => open.holdId !== hold.holdId),
    pendingClosedHolds: [...account.pendingClosedHolds, hold],
  };
}

const hasExpired = ({ expiresAt }: OpenHold, at: Date): boolean => expiresAt !== undefined && expiresAt <= at;

/** The account without the holds whose time is over: what they still held is available again. The same account when there is none. */
export const withoutExpired = (account: Account, at: Date): Account =>
  account.holds
    .filter((hold) => hasExpired(hold, at))
    .reduce((left, hold) => withClosed(left, { ...hold, outcome: 'expired', released: heldOf(hold), closedAt: at }), account);

/** When the first of its holds expires; null when none does. */
export function firstExpiryOf({ holds }: Account): Date | null {
  const times = holds.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** Names a hold. It is unique within its account, whose version decides about it. */
export interface HoldName {
  readonly tenantId: string;
  readonly accountId: string;
  readonly holdId: string;
}

/** Every hold that has ended, for good: written once and never changed. */
export abstract class ClosedHolds {
  /** Puts holds in; those that are there already stay as they are. Resolves when they are durable. */
  abstract insert(tenantId: string, accountId: string, holds: readonly ClosedHold[]): Promise<void>;
  abstract find(name: HoldName): Promise<ClosedHold | null>;
}
