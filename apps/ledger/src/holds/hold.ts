import type { BodyOf } from '@sluice/contract-kit';
import type { holdRefused } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';

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
