import type { Outgoing } from '@sluice/contract-kit';
import type { Account } from './account.js';
import type { ClosedHold, OpenHold } from './hold.js';

/** All that a decision about a hold may look at. `closed` is what the archive knows of it. */
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
  /** Only where there is no account to carry it: filed in the archive before anybody is answered. */
  readonly closed?: ClosedHold;
}

export const openHoldOf = (account: Account | null, holdId: string): OpenHold | null =>
  account?.holds.find((hold) => hold.holdId === holdId) ?? null;

/** The account with this hold closed: nothing of it is pending any more, and its end waits to be filed. */
export function closing(account: Account, hold: ClosedHold): Account {
  const { unfiled } = account;
  return {
    ...account,
    pending: account.pending.minus(hold.released),
    holds: account.holds.filter((open) => open.holdId !== hold.holdId),
    unfiled: { ...unfiled, holds: [...unfiled.holds, hold] },
  };
}
