/**
 * The life of a withdrawal from an account, read top to bottom: one row for each thing it can be waiting for.
 * What it looks like from outside (phase and hold), what is asked on entering, how long we wait on the tenant's clock,
 * where lateness leads, what each message leads to, and what is knowingly ignored because it may come late.
 */
import type { Outgoing } from '@sluice/contract-kit';
import { after } from '@sluice/kernel';
import type { AnyRow, Saga } from '@sluice/saga';
import type { WithdrawalDetails as Details } from '../withdrawal/withdrawal-details.js';
import { ask } from './asks.js';
import { keep } from './keep.js';
import type { WithdrawalMessages as Messages } from './messages.js';
import { at, old, type Label, type WithdrawalState } from './vocabulary.js';

type Row = AnyRow<WithdrawalState, Details, Messages, Label, Outgoing>;

const refuse = { to: 'rejected', keep: keep.complianceRefusal } as const;
const refuseInReview = { to: 'voidingAfterReview', keep: keep.complianceRefusal } as const;
const refuseBeforePayment = { to: 'voidingUnsourced', keep: keep.complianceRefusal } as const;
const cancelCreated = { to: 'closingCaseForCancel', keep: keep.cancellation } as const;
const cancelHeld = { to: 'voidingForCancel', keep: keep.cancellation } as const;
const failCreated = { to: 'closingCaseForFailure', keep: keep.operatorFailure } as const;
const failHeld = { to: 'voidingUnsourced', keep: keep.operatorFailure } as const;
const stopDelivery = { to: 'recallingDeliveryForCancel', keep: keep.cancellation } as const;

/** How a delivery ends, wherever we wait for it. */
const deliveryEnds = {
  'payout.delivered': { to: 'posting', keep: keep.outcome },
  'payout.partly-delivered': { to: 'postingPart', keep: keep.partialOutcome },
  'payout.undelivered': { to: 'voidingUndelivered', keep: keep.failedOutcome },
  'payout.delivery-cancelled': { to: 'voidingForCancel', keep: keep.outcome },
} as const;

const rows: Record<WithdrawalState, Row> = {
  // Created: judged, and waiting for the customer.
  screening: {
    is: at('created'), send: ask.screenUpFront, within: '10m', late: 'screening',
    on: {
      'compliance.cleared': 'awaitingAcceptance',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.referred': 'referredUpFront',
      'compliance.refused': refuse,
      'client.accept': { to: 'screeningForAcceptance', keep: keep.acceptance },
      'client.cancel': cancelCreated,
      'operator.fail': failCreated,
    },
    early: ['compliance.documents-accepted'],
  },
  screeningForAcceptance: {
    is: at('created'), within: '10m', late: 'screening',
    on: {
      'compliance.cleared': 'placingHold',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.referred': 'referredUpFront',
      'compliance.refused': refuse,
      'client.cancel': cancelCreated,
      'operator.fail': failCreated,
    },
    early: ['compliance.documents-accepted'],
  },
  referredUpFront: {
    is: at('created'), within: '14d', late: { to: 'expiringUpFront', keep: keep.reviewExpiry },
    on: {
      'compliance.cleared': 'awaitingAcceptance',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.refused': refuse,
      'client.cancel': cancelCreated,
      'operator.fail': failCreated,
    },
    ignore: ['compliance.referred'], early: ['compliance.documents-accepted'],
  },
  collectingUpFront: {
    is: at('created', 'rfi'), within: '14d', late: { to: 'expiringUpFront', keep: keep.rfiExpiry },
    on: { 'compliance.documents-accepted': { to: 'awaitingAcceptance', keep: keep.documentsInOrder }, 'compliance.refused': refuse, 'operator.fail': failCreated },
    ignore: ['compliance.cleared', 'compliance.documents-required', 'compliance.referred'],
  },
  expiringUpFront: {
    is: at('created', 'rfi'), send: ask.closeCase, within: '10m', late: 'expiringUpFront',
    on: { 'compliance.case-closed': 'failed' }, ignore: old.judgement,
  },
  awaitingAcceptance: {
    is: at('created'), within: ({ createdAt, requestedSince }) => after(new Date(requestedSince ?? createdAt), '7d'), late: 'cancelled',
    on: {
      'client.accept': { to: 'placingHold', keep: keep.acceptance },
      'client.cancel': { to: 'cancelled', keep: keep.cancellation },
      'operator.fail': { to: 'failed', keep: keep.operatorFailure },
    },
    ignore: old.hold,
  },
  // The ledger answers a hold id once for good, so asking again does no harm; giving up would refuse a customer for our lateness.
  placingHold: {
    is: at('created'), send: ask.placeHold, within: '10m', late: 'placingHold',
    on: {
      'ledger.hold-placed': 'reviewing',
      'ledger.hold-refused': { to: 'awaitingAcceptance', keep: keep.refusedHold, renews: [ask.placeHold.command] },
      'client.cancel': cancelHeld,
    },
    ignore: old.judgement,
  },
  closingCaseForCancel: {
    is: at('cancelling'), send: ask.closeCase, within: '10m', late: 'closingCaseForCancel',
    on: { 'compliance.case-closed': 'cancelled' }, ignore: old.judgement,
  },
  closingCaseForFailure: {
    is: at('created'), send: ask.closeCase, within: '10m', late: 'closingCaseForFailure',
    on: { 'compliance.case-closed': 'failed' }, ignore: old.judgement,
  },

  // Authorized: the funds are held; judged once more, then waiting for the rail's window.
  reviewing: {
    is: at('authorized'), send: ask.screenInReviewForLater, within: '10m', late: 'reviewing',
    on: {
      'review.cleared': 'awaitingWindow',
      'review.cleared-for-now': 'awaitingFarWindow',
      'review.documents-required': 'collectingInReview',
      'review.referred': 'referredInReview',
      'review.refused': refuseInReview,
      'client.cancel': cancelHeld,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: old.hold, early: ['review.documents-accepted'],
  },
  referredInReview: {
    is: at('authorized'), within: '14d', late: { to: 'expiringInReview', keep: keep.reviewExpiry },
    on: {
      'review.cleared': 'awaitingWindow',
      'review.cleared-for-now': 'awaitingFarWindow',
      'review.documents-required': 'collectingInReview',
      'review.refused': refuseInReview,
      'client.cancel': cancelHeld,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: [...old.hold, 'review.referred'], early: ['review.documents-accepted'],
  },
  collectingInReview: {
    is: at('authorized', 'rfi'), within: '14d', late: { to: 'expiringInReview', keep: keep.rfiExpiry },
    on: {
      'review.documents-accepted': 'screeningBeforePayment',
      'review.refused': refuseInReview,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: [...old.hold, 'review.cleared', 'review.cleared-for-now', 'review.documents-required', 'review.referred'],
  },
  expiringInReview: {
    is: at('authorized', 'rfi'), send: ask.closeCase, within: '10m', late: 'expiringInReview',
    on: { 'compliance.case-closed': 'voidingAfterReview' }, ignore: old.review,
  },
  voidingAfterReview: {
    is: at('authorized'), send: ask.voidHold, within: '10m', late: 'voidingAfterReview',
    on: { 'ledger.hold-voided': 'failed' }, ignore: old.review,
  },
  awaitingWindow: {
    is: at('authorized'), within: ({ sendAt, createdAt }) => new Date(sendAt ?? createdAt), late: 'sourcing',
    on: {
      'payee.listed': 'awaitingFarWindow',
      'client.cancel': cancelHeld,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: old.review,
  },

  // As before; but the window is so far off that the lists may name the payee by then, or they name him already.
  awaitingFarWindow: {
    is: at('authorized'), within: ({ sendAt, createdAt }) => new Date(sendAt ?? createdAt), late: 'screeningBeforePayment',
    on: {
      'client.cancel': cancelHeld,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: old.review,
  },
  screeningBeforePayment: {
    is: at('sourcing'), send: ask.screenBeforePayment, within: '10m', late: 'screeningBeforePayment',
    on: { 'payment.cleared': 'sourcing', 'payment.referred': 'referredBeforePayment', 'payment.refused': refuseBeforePayment, 'client.stop': cancelHeld, 'operator.fail': failHeld },
    ignore: old.review,
  },
  referredBeforePayment: {
    is: at('sourcing'), within: '14d', late: { to: 'voidingUnsourced', keep: keep.reviewExpiry },
    on: { 'payment.cleared': 'sourcing', 'payment.refused': refuseBeforePayment, 'client.stop': cancelHeld, 'operator.fail': failHeld },
    ignore: [...old.review, 'payment.referred'],
  },

  // Sourcing: an account's cash is at hand, and whoever says so answers once for good. It stays where it is, whatever happens next.
  sourcing: {
    is: at('sourcing'), send: ask.sourceLiquidity, within: '10m', late: 'sourcing',
    on: {
      'liquidity.liquidity-sourced': { to: 'delivering', keep: keep.sources },
      'liquidity.liquidity-unavailable': { to: 'voidingUnsourced', keep: keep.noLiquidity },
      'client.stop': { to: 'returningLiquidityForCancel', keep: keep.cancellation },
      'operator.fail': { to: 'returningLiquidityForFailure', keep: keep.operatorFailure },
    },
    ignore: old.payment,
  },
  returningLiquidityForFailure: {
    is: at('sourcing'), send: ask.returnLiquidity, within: '10m', late: 'returningLiquidityForFailure',
    on: { 'liquidity.liquidity-returned': 'voidingUnsourced' }, ignore: old.sourcing,
  },
  voidingUnsourced: {
    is: at('sourcing'), send: ask.voidHold, within: '10m', late: 'voidingUnsourced',
    on: { 'ledger.hold-voided': 'closingFailed' }, ignore: old.sourcing,
  },
  returningLiquidityForCancel: {
    is: at('cancelling'), send: ask.returnLiquidity, within: '10m', late: 'returningLiquidityForCancel',
    on: { 'liquidity.liquidity-returned': 'voidingForCancel' }, ignore: old.sourcing,
  },

  // Delivering: the money leaves; only its arrival or its certain failure ends this.
  delivering: {
    is: at('delivering'), send: ask.deliver, within: '10d', late: 'recallingLateDelivery',
    on: { ...deliveryEnds, 'client.stop': stopDelivery, 'operator.fail': { to: 'recallingLateDelivery', keep: keep.operatorFailure } },
    ignore: old.sourcing, early: ['payout.returned'],
  },
  recallingLateDelivery: {
    is: at('delivering'), send: ask.cancelDelivery, within: '1d', late: 'recallingLateDelivery',
    on: { ...deliveryEnds, 'payout.delivery-cancelled': { to: 'voidingUndelivered', keep: keep.recalledOutcome } }, ignore: old.sourcing, early: ['payout.returned'],
  },
  recallingDeliveryForCancel: {
    is: at('cancelling'), send: ask.cancelDelivery, within: '1d', late: 'recallingDeliveryForCancel',
    on: deliveryEnds, ignore: old.sourcing, early: ['payout.returned'],
  },
  posting: {
    is: at('delivering'), send: ask.postHold, within: '10m', late: 'posting',
    on: { 'ledger.hold-posted': 'settled' }, ignore: old.delivery, early: ['payout.returned'], park: ['ledger.post-refused'],
  },
  postingPart: {
    is: at('delivering'), send: ask.postHold, within: '10m', late: 'postingPart',
    on: { 'ledger.hold-posted': 'partial' }, ignore: old.delivery, early: ['payout.returned'], park: ['ledger.post-refused'],
  },
  voidingUndelivered: {
    is: at('delivering'), send: ask.voidHold, within: '10m', late: 'voidingUndelivered',
    on: { 'ledger.hold-voided': 'closingFailed' }, ignore: old.delivery,
  },
  voidingForCancel: {
    is: at('cancelling'), send: ask.voidHold, within: '10m', late: 'voidingForCancel',
    on: { 'ledger.hold-voided': 'closingCancelled' }, ignore: old.delivery,
  },
  // Nothing was paid: compliance closes the case, and what it counted against the limits is free again.
  closingFailed: {
    is: at('delivering'), send: ask.closeCase, within: '10m', late: 'closingFailed',
    on: { 'compliance.case-closed': 'failed' }, ignore: old.takingBack,
  },
  closingCancelled: {
    is: at('cancelling'), send: ask.closeCase, within: '10m', late: 'closingCancelled',
    on: { 'compliance.case-closed': 'cancelled' }, ignore: old.takingBack,
  },

  // Ends. Money that comes back after delivery is booked as an entry of its own.
  settled: { is: at('settled'), ends: true, on: { 'payout.returned': { to: 'bookingReturn', keep: keep.return } }, ignore: old.posting },
  bookingReturn: {
    is: at('settled'), send: ask.bookReturn, within: '10m', late: 'bookingReturn',
    on: { 'ledger.return-booked': 'returned' }, ignore: old.posting,
  },
  returned: { is: at('settled'), ends: true, on: {}, ignore: [...old.posting, 'ledger.return-booked'] },
  partial: { is: at('partial'), ends: true, on: {}, ignore: old.posting, park: ['payout.returned'] },
  failed: { is: at('failed'), ends: true, on: {}, ignore: old.takingBack },
  rejected: { is: at('rejected'), ends: true, on: {}, ignore: old.delivery },
  cancelled: { is: at('cancelled'), ends: true, on: {}, ignore: old.takingBack },
};

export const withdrawalSaga: Saga<WithdrawalState, Details, Messages, Label, Outgoing> = { version: 1, starts: ['screening'], rows };
