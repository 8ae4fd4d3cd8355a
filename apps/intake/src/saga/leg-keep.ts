import type { LegMessages as Messages } from './leg-messages.js';
import type { LegDetails } from '../withdrawal/payout-leg.js';

type Kept = Partial<LegDetails>;

const failureBy = (by: Messages['leg.stop']['by']) => (by === 'customer' ? 'cancelled_by_customer' : 'cancelled');

/** What the table of a payout leg keeps of a message, in words. The first reason for an end stands. */
export const keepOfLeg = {
  stop: ({ by }: Messages['leg.stop']): Kept => ({ failure: failureBy(by) }),
  recall: (recalledAs: NonNullable<LegDetails['recalledAs']>) => ({ by }: Messages['leg.stop']): Kept => ({ failure: failureBy(by), recalledAs }),
  staleLedger: (): Kept => ({ failure: 'cash_leg_unfulfillable_stale_ledger' }),
  refusedRetry: ({ reason }: Messages['liquidity.reserve-refused']): Kept => ({ failure: 'cash_leg_unfulfillable_stale_ledger', ...(reason === 'wallet_not_active' && { refusal: reason }) }),
  chainFailure: (): Kept => ({ failure: 'onchain_failed' }),
  unavailable: ({ reason }: Messages['liquidity.group-unavailable']): Kept => ({ failure: reason === 'released' ? 'cancelled' : reason }),
  transfers: ({ transfers }: Messages['liquidity.group-sourced-elsewhere']): Kept => ({ transfers }),
  bridgeFailure: ({ reason }: Messages['bridging.leg-bridge-failed']): Kept => ({ failure: reason }),
  approval: ({ turnkeyActivityId, approvalRequestedAt, approvalValidBefore }: Messages['payout.leg-approval-requested']): Kept => ({
    activity: { turnkeyActivityId, approvalRequestedAt, approvalValidBefore }, blockedBy: undefined,
  }),
  queue: ({ blockedBy }: Messages['payout.leg-approval-queued']): Kept => ({ blockedBy }),
  transaction: ({ txHash }: { readonly txHash: string }): Kept => ({ txHash, failure: undefined }),
  failure: ({ reason, txHash }: Messages['payout.leg-failed'], details: LegDetails): Kept => ({ failure: reason, txHash: txHash ?? details.txHash }),
  cancelled: ({ by }: Messages['payout.leg-cancelled'], details: LegDetails): Kept => ({ failure: by === 'customer' ? 'cancelled_by_customer' : (details.failure ?? 'cancelled') }),
  /** A retry reserves afresh: new attempt, new reservation, new hold. */
  nextAttempt: (_: unknown, { withdrawalId, legId, attempt }: LegDetails): Kept => ({
    attempt: attempt + 1, reservationId: `${withdrawalId}:${legId}:${attempt + 1}`, failure: undefined, refusal: undefined, recalledAs: undefined, txHash: undefined, activity: undefined, blockedBy: undefined, transfers: [],
  }),
  /** A fresh plan for one leg may come in several groups; a retried leg takes all of them together. */
  freshGroup: ({ groups }: Messages['liquidity.liquidity-reserved'], details: LegDetails): Kept => ({
    group: { key: groups.at(-1)?.key ?? details.group.key, amount: details.amount, sources: groups.flatMap((group) => group.sources) },
  }),
};
