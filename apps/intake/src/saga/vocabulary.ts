import type { Hold, Phase } from '@sluice/contract-intake';

export type WithdrawalState =
  | 'screening' | 'screeningForAcceptance' | 'referredUpFront' | 'collectingUpFront' | 'expiringUpFront' | 'awaitingAcceptance'
  | 'placingHold' | 'closingCaseForCancel' | 'closingCaseForFailure'
  | 'reviewing' | 'referredInReview' | 'collectingInReview' | 'expiringInReview' | 'voidingAfterReview' | 'awaitingWindow' | 'awaitingFarWindow' | 'screeningBeforePayment' | 'referredBeforePayment'
  | 'sourcing' | 'returningLiquidityForFailure' | 'voidingUnsourced' | 'returningLiquidityForCancel'
  | 'delivering' | 'recallingLateDelivery' | 'recallingDeliveryForCancel'
  | 'posting' | 'postingPart' | 'voidingUndelivered' | 'voidingForCancel' | 'closingFailed' | 'closingCancelled' | 'bookingReturn'
  | 'settled' | 'returned' | 'partial' | 'failed' | 'rejected' | 'cancelled';

/** What a state looks like from outside (spec/canonical.md: phase × hold). */
export interface Label {
  readonly phase: Phase;
  readonly hold: Hold;
}

export const at = (phase: Phase, hold: Hold = 'none'): Label => ({ phase, hold });

const judgements = ['compliance.cleared', 'compliance.documents-required', 'compliance.documents-accepted', 'compliance.referred', 'compliance.refused'] as const;
const reviews = ['review.cleared', 'review.cleared-for-now', 'review.documents-required', 'review.documents-accepted', 'review.referred', 'review.refused', 'compliance.case-closed'] as const;
const payments = ['payment.cleared', 'payment.referred', 'payment.refused'] as const;
const holds = ['ledger.hold-placed', 'ledger.hold-refused'] as const;
const sourcings = ['liquidity.liquidity-sourced', 'liquidity.liquidity-unavailable', 'liquidity.liquidity-returned'] as const;
const deliveries = ['payout.delivered', 'payout.partly-delivered', 'payout.undelivered', 'payout.delivery-cancelled'] as const;

/**
 * Answers that may still be on their way once a stage is behind us: copies, and answers to what was taken back.
 * Each stage knows those of the stages before it too.
 */
export const old = {
  judgement: judgements,
  hold: [...judgements, ...holds],
  review: [...judgements, ...holds, ...reviews],
  payment: [...judgements, ...holds, ...reviews, ...payments],
  sourcing: [...judgements, ...holds, ...reviews, ...payments, ...sourcings],
  delivery: [...judgements, ...holds, ...reviews, ...payments, ...sourcings, ...deliveries],
  posting: [...judgements, ...holds, ...reviews, ...payments, ...sourcings, ...deliveries, 'ledger.hold-posted', 'ledger.post-refused'],
  takingBack: [...judgements, ...holds, ...reviews, ...payments, ...sourcings, ...deliveries, 'ledger.hold-voided'],
} as const;
