import type { Outgoing } from '@sluice/contract-kit';
import type { Account } from '../accounts/account.js';
import { heldOf, type ClosedHold, type OpenHold } from './hold.js';

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
