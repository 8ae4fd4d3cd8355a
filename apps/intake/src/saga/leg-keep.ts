import type { LegMessages as Messages } from './leg-messages.js';
import type { LegDetails } from '../withdrawal/payout-leg.js';

type Kept = Partial<LegDetails>;

const failureBy = (by: Messages['leg.stop']['by']) => (by === 'customer' ? 'cancelled_by_customer' : 'cancelled');

/** As before the retry. One begun by an older instance has forgotten why the leg had failed. */
const unretried = ({ failure }: LegDetails): Kept => ({ retriedAs: undefined, failure: failure ?? 'cash_leg_unfulfillable_stale_ledger' });

/** What the table of a payout leg keeps of a message, in words. The first reason for an end stands. */
export const keepOfLeg = {
  stop: ({ by }: Messages['leg.stop']): Kept => ({ failure: failureBy(by) }),
  recall: (recalledAs: NonNullable<LegDetails['recalledAs']>) => ({ by }: Messages['leg.stop']): Kept => ({ failure: failureBy(by), recalledAs }),
  recallListed: (recalledAs: NonNullable<LegDetails['recalledAs']>) => (): Kept => ({ recalledAs }),
  staleLedger: (): Kept => ({ failure: 'cash_leg_unfulfillable_stale_ledger' }),
  chainFailure: (): Kept => ({ failure: 'onchain_failed' }),
  unavailable: ({ reason }: Messages['liquidity.group-unavailable']): Kept => ({ failure: reason === 'released' ? 'cancelled' : reason }),
  transfers: ({ transfers }: Messages['liquidity.group-sourced-elsewhere']): Kept => ({ transfers }),
  moved: ({ moved }: Messages['bridging.leg-bridged' | 'bridging.leg-bridge-failed']): Kept => ({ moved: moved.map(({ id }) => id) }),
  bridgeFailure: ({ reason, moved }: Messages['bridging.leg-bridge-failed']): Kept => ({ failure: reason, moved: moved.map(({ id }) => id) }),
  /** There is one word for whatever our side did not let through. */
  stoppedByCompliance: (): Kept => ({ failure: 'cancelled' }),
  approval: ({ turnkeyActivityId, approvalRequestedAt, approvalValidBefore }: Messages['payout.leg-approval-requested']): Kept => ({
    activity: { turnkeyActivityId, approvalRequestedAt, approvalValidBefore }, blockedBy: undefined,
  }),
  queue: ({ blockedBy }: Messages['payout.leg-approval-queued']): Kept => ({ blockedBy }),
  transaction: ({ txHash }: { readonly txHash: string }): Kept => ({ txHash, failure: undefined }),
  failure: ({ reason, txHash }: Messages['payout.leg-failed'], details: LegDetails): Kept => ({ failure: reason, txHash: txHash ?? details.txHash }),
  cancelled: ({ by }: Messages['payout.leg-cancelled'], details: LegDetails): Kept => ({ failure: by === 'customer' ? 'cancelled_by_customer' : (details.failure ?? 'cancelled') }),
  /** A retry reserves under an id of its own; everything else stays as it is until that is done. */
  retry: (_: unknown, { withdrawalId, legId, attempt, retries = attempt - 1 }: LegDetails): Kept => ({
    retries: retries + 1, retriedAs: `${withdrawalId}:${legId}:${retries + 2}`, refusal: undefined,
  }),
  refusedRetry: ({ reason }: Messages['liquidity.reserve-refused'], details: LegDetails): Kept => ({
    ...unretried(details), refusal: reason === 'wallet_not_active' || reason === 'insufficient_funds' ? reason : undefined,
  }),
  stoppedRetry: (_: unknown, details: LegDetails): Kept => unretried(details),
  /** A new attempt with a new hold, sourced from what was reserved for it: from wherever the money is now. The leg is known by the position it began with. */
  nextAttempt: ({ groups }: Messages['liquidity.liquidity-reserved'], { attempt, group, ...details }: LegDetails): Kept => ({
    ...(details.retriedAs !== undefined && { attempt: attempt + 1, reservationId: details.retriedAs, retriedAs: undefined }),
    failure: undefined, recalledAs: undefined, txHash: undefined, activity: undefined, blockedBy: undefined, transfers: [], moved: undefined,
    group: { ...group, sources: groups.flatMap(({ sources }) => sources) },
  }),
};
