/**
 * The life of a withdrawal from an account, read top to bottom: one row for each thing it can be waiting for.
 * What it looks like from outside and what is replied meanwhile, what is sent on entering, how long we wait on the tenant's clock,
 * where the timeout leads, what each message leads to, and what is knowingly ignored because it may come late.
 */
import type { Outgoing } from '@sluice/contract-kit';
import { after } from '@sluice/kernel';
import type { AnyRow, Saga } from '@sluice/saga';
import { SERVICE_TIMEOUT, type WithdrawalColumns, type WithdrawalMessages as Messages } from '../engine/vocabulary.js';
import type { WithdrawalDetails as Details } from '../engine/withdrawal-details.js';
import { assign, commands } from './account-withdrawal.commands.js';

export type AccountWithdrawalState =
  | 'screening' | 'screeningForAcceptance' | 'referredUpFront' | 'collectingUpFront' | 'expiringUpFront' | 'awaitingAcceptance'
  | 'placingHold' | 'closingCaseForCancel' | 'closingCaseForFailure'
  | 'reviewing' | 'referredInReview' | 'collectingInReview' | 'expiringInReview' | 'voidingAfterReview' | 'awaitingWindow' | 'awaitingFarWindow' | 'screeningBeforePayment' | 'referredBeforePayment'
  | 'sourcing' | 'returningLiquidityForFailure' | 'voidingUnsourced' | 'returningLiquidityForCancel'
  | 'delivering' | 'recallingLateDelivery' | 'recallingDeliveryForCancel'
  | 'posting' | 'postingPart' | 'voidingUndelivered' | 'voidingForCancel' | 'closingFailed' | 'closingCancelled' | 'bookingReturn'
  | 'settled' | 'returned' | 'partial' | 'failed' | 'rejected' | 'cancelled';

type Row = AnyRow<AccountWithdrawalState, Details, Messages, WithdrawalColumns, Outgoing>;

const screenings = ['compliance.cleared', 'compliance.documents-required', 'compliance.documents-accepted', 'compliance.referred', 'compliance.refused'] as const;
const reviews = ['review.cleared', 'review.cleared-for-now', 'review.documents-required', 'review.documents-accepted', 'review.referred', 'review.refused', 'compliance.case-closed'] as const;
const payments = ['payment.cleared', 'payment.referred', 'payment.refused'] as const;
const holds = ['ledger.hold-placed', 'ledger.hold-refused'] as const;
const sourcings = ['liquidity.liquidity-sourced', 'liquidity.liquidity-unavailable', 'liquidity.liquidity-returned'] as const;
const deliveries = ['payout.delivered', 'payout.partly-delivered', 'payout.undelivered', 'payout.delivery-cancelled'] as const;

/** Answers that may still be on their way once a stage is over: copies, and answers to what was revoked. Each stage has those of the stages before it too. */
const upToScreening = screenings;
const upToHold = [...upToScreening, ...holds] as const;
const upToReview = [...upToHold, ...reviews] as const;
const upToPaymentScreening = [...upToReview, ...payments] as const;
const upToSourcing = [...upToPaymentScreening, ...sourcings] as const;
const upToDelivery = [...upToSourcing, ...deliveries] as const;
const upToPosting = [...upToDelivery, 'ledger.hold-posted', 'ledger.post-refused'] as const;
const upToVoid = [...upToDelivery, 'ledger.hold-voided'] as const;

const refuse = { to: 'rejected', assign: assign.complianceRefusal } as const;
const refuseInReview = { to: 'voidingAfterReview', assign: assign.complianceRefusal } as const;
const refuseBeforePayment = { to: 'voidingUnsourced', assign: assign.complianceRefusal } as const;
const cancelCreated = { to: 'closingCaseForCancel', assign: assign.cancellation } as const;
const cancelHeld = { to: 'voidingForCancel', assign: assign.cancellation } as const;
const failCreated = { to: 'closingCaseForFailure', assign: assign.operatorFailure } as const;
const failHeld = { to: 'voidingUnsourced', assign: assign.operatorFailure } as const;
const stopDelivery = { to: 'recallingDeliveryForCancel', assign: assign.cancellation } as const;

/** How a delivery ends, wherever we wait for it. */
const deliveryEnds = {
  'payout.delivered': { to: 'posting', assign: assign.outcome },
  'payout.partly-delivered': { to: 'postingPart', assign: assign.partialOutcome },
  'payout.undelivered': { to: 'voidingUndelivered', assign: assign.failedOutcome },
  'payout.delivery-cancelled': { to: 'voidingForCancel', assign: assign.outcome },
} as const;

const rows: Record<AccountWithdrawalState, Row> = {
  // Created: screened, and waiting for the customer.
  screening: {
    phase: 'created', cancellable: true,
    send: commands.screenUpFront, timeout: SERVICE_TIMEOUT, onTimeout: 'screening',
    on: {
      'compliance.cleared': 'awaitingAcceptance',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.referred': 'referredUpFront',
      'compliance.refused': refuse,
      'client.accept': { to: 'screeningForAcceptance', assign: assign.acceptance },
      'client.cancel': cancelCreated,
      'operator.fail': failCreated,
    },
    defer: ['compliance.documents-accepted'],
  },
  screeningForAcceptance: {
    phase: 'created', cancellable: true, replies: { acceptance: 'pending' },
    timeout: SERVICE_TIMEOUT, onTimeout: 'screening',
    on: {
      'compliance.cleared': 'placingHold',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.referred': 'referredUpFront',
      'compliance.refused': refuse,
      'client.cancel': cancelCreated,
      'operator.fail': failCreated,
    },
    defer: ['compliance.documents-accepted'],
  },
  referredUpFront: {
    phase: 'created', cancellable: true,
    timeout: '14d', onTimeout: { to: 'expiringUpFront', assign: assign.reviewExpiry },
    on: {
      'compliance.cleared': 'awaitingAcceptance',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.refused': refuse,
      'client.cancel': cancelCreated,
      'operator.fail': failCreated,
    },
    ignore: ['compliance.referred'], defer: ['compliance.documents-accepted'],
  },
  collectingUpFront: {
    phase: 'created', hold: 'rfi',
    timeout: '14d', onTimeout: { to: 'expiringUpFront', assign: assign.rfiExpiry },
    on: { 'compliance.documents-accepted': { to: 'awaitingAcceptance', assign: assign.documentsInOrder }, 'compliance.refused': refuse, 'operator.fail': failCreated },
    ignore: ['compliance.cleared', 'compliance.documents-required', 'compliance.referred'],
  },
  expiringUpFront: {
    phase: 'created', hold: 'rfi', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'expiringUpFront',
    on: { 'compliance.case-closed': 'failed' }, ignore: upToScreening,
  },
  awaitingAcceptance: {
    phase: 'created', cancellable: true,
    timeout: ({ createdAt, requestedSince }) => after(new Date(requestedSince ?? createdAt), '7d'), onTimeout: 'cancelled',
    on: {
      'client.accept': { to: 'placingHold', assign: assign.acceptance },
      'client.cancel': { to: 'cancelled', assign: assign.cancellation },
      'operator.fail': { to: 'failed', assign: assign.operatorFailure },
    },
    ignore: upToHold,
  },
  // The ledger answers a hold id once for good, so sending it again does no harm; giving up would refuse a customer because we are late.
  placingHold: {
    phase: 'created', cancellable: true, replies: { acceptance: 'pending' }, ledgerHold: 'maybe',
    send: commands.placeHold, timeout: SERVICE_TIMEOUT, onTimeout: 'placingHold',
    on: {
      'ledger.hold-placed': 'reviewing',
      'ledger.hold-refused': { to: 'awaitingAcceptance', assign: assign.refusedHold, renews: [commands.placeHold.name] },
      'client.cancel': cancelHeld,
    },
    ignore: upToScreening,
  },
  closingCaseForCancel: {
    phase: 'cancelling', compensates: true, replies: { cancellation: 'pending' },
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'closingCaseForCancel',
    on: { 'compliance.case-closed': 'cancelled' }, ignore: upToScreening,
  },
  closingCaseForFailure: {
    phase: 'created', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'closingCaseForFailure',
    on: { 'compliance.case-closed': 'failed' }, ignore: upToScreening,
  },

  // Authorized: the funds are held; screened once more, then waiting for the rail's window.
  reviewing: {
    phase: 'authorized', cancellable: true, ledgerHold: 'open',
    send: commands.screenInReview, timeout: SERVICE_TIMEOUT, onTimeout: 'reviewing',
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
    ignore: upToHold, defer: ['review.documents-accepted'],
  },
  referredInReview: {
    phase: 'authorized', cancellable: true, ledgerHold: 'open',
    timeout: '14d', onTimeout: { to: 'expiringInReview', assign: assign.reviewExpiry },
    on: {
      'review.cleared': 'awaitingWindow',
      'review.cleared-for-now': 'awaitingFarWindow',
      'review.documents-required': 'collectingInReview',
      'review.refused': refuseInReview,
      'client.cancel': cancelHeld,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: [...upToHold, 'review.referred'], defer: ['review.documents-accepted'],
  },
  collectingInReview: {
    phase: 'authorized', hold: 'rfi', ledgerHold: 'open',
    timeout: '14d', onTimeout: { to: 'expiringInReview', assign: assign.rfiExpiry },
    on: {
      'review.documents-accepted': 'screeningBeforePayment',
      'review.refused': refuseInReview,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: [...upToHold, 'review.cleared', 'review.cleared-for-now', 'review.documents-required', 'review.referred'],
  },
  expiringInReview: {
    phase: 'authorized', hold: 'rfi', compensates: true, ledgerHold: 'open',
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'expiringInReview',
    on: { 'compliance.case-closed': 'voidingAfterReview' }, ignore: upToReview,
  },
  voidingAfterReview: {
    phase: 'authorized', compensates: true, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingAfterReview',
    on: { 'ledger.hold-voided': 'failed' }, ignore: upToReview,
  },
  awaitingWindow: {
    phase: 'authorized', cancellable: true, ledgerHold: 'open',
    timeout: ({ sendAt, createdAt }) => new Date(sendAt ?? createdAt), onTimeout: 'sourcing',
    on: {
      'payee.listed': 'awaitingFarWindow',
      'client.cancel': cancelHeld,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: upToReview,
  },

  // As before; but the window is so far off that the payee may be on a list by then, or is on one already.
  awaitingFarWindow: {
    phase: 'authorized', cancellable: true, ledgerHold: 'open',
    timeout: ({ sendAt, createdAt }) => new Date(sendAt ?? createdAt), onTimeout: 'screeningBeforePayment',
    on: {
      'client.cancel': cancelHeld,
      'client.stop': cancelHeld,
      'operator.fail': failHeld,
    },
    ignore: upToReview,
  },
  screeningBeforePayment: {
    phase: 'sourcing', ledgerHold: 'open',
    send: commands.screenBeforePayment, timeout: SERVICE_TIMEOUT, onTimeout: 'screeningBeforePayment',
    on: { 'payment.cleared': 'sourcing', 'payment.referred': 'referredBeforePayment', 'payment.refused': refuseBeforePayment, 'client.stop': cancelHeld, 'operator.fail': failHeld },
    ignore: upToReview,
  },
  referredBeforePayment: {
    phase: 'sourcing', ledgerHold: 'open',
    timeout: '14d', onTimeout: { to: 'voidingUnsourced', assign: assign.reviewExpiry },
    on: { 'payment.cleared': 'sourcing', 'payment.refused': refuseBeforePayment, 'client.stop': cancelHeld, 'operator.fail': failHeld },
    ignore: [...upToReview, 'payment.referred'],
  },

  // Sourcing: an account's cash is at hand, and whoever says so answers once for good. It stays where it is, whatever happens next.
  sourcing: {
    phase: 'sourcing', ledgerHold: 'open',
    send: commands.sourceLiquidity, timeout: SERVICE_TIMEOUT, onTimeout: 'sourcing',
    on: {
      'liquidity.liquidity-sourced': { to: 'delivering', assign: assign.sources },
      'liquidity.liquidity-unavailable': { to: 'voidingUnsourced', assign: assign.noLiquidity },
      'client.stop': { to: 'returningLiquidityForCancel', assign: assign.cancellation },
      'operator.fail': { to: 'returningLiquidityForFailure', assign: assign.operatorFailure },
    },
    ignore: upToPaymentScreening,
  },
  returningLiquidityForFailure: {
    phase: 'sourcing', compensates: true, ledgerHold: 'open',
    send: commands.returnLiquidity, timeout: SERVICE_TIMEOUT, onTimeout: 'returningLiquidityForFailure',
    on: { 'liquidity.liquidity-returned': 'voidingUnsourced' }, ignore: upToSourcing,
  },
  voidingUnsourced: {
    phase: 'sourcing', compensates: true, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingUnsourced',
    on: { 'ledger.hold-voided': 'closingFailed' }, ignore: upToSourcing,
  },
  returningLiquidityForCancel: {
    phase: 'cancelling', compensates: true, replies: { cancellation: 'pending' }, ledgerHold: 'open',
    send: commands.returnLiquidity, timeout: SERVICE_TIMEOUT, onTimeout: 'returningLiquidityForCancel',
    on: { 'liquidity.liquidity-returned': 'voidingForCancel' }, ignore: upToSourcing,
  },

  // Delivering: the money leaves; only its arrival or its certain failure ends this.
  delivering: {
    phase: 'delivering', ledgerHold: 'open',
    send: commands.deliver, timeout: '10d', onTimeout: 'recallingLateDelivery',
    on: { ...deliveryEnds, 'client.stop': stopDelivery, 'operator.fail': { to: 'recallingLateDelivery', assign: assign.operatorFailure } },
    ignore: upToSourcing, defer: ['payout.returned'],
  },
  recallingLateDelivery: {
    phase: 'delivering', compensates: true, ledgerHold: 'open',
    send: commands.cancelDelivery, timeout: '1d', onTimeout: 'recallingLateDelivery',
    on: { ...deliveryEnds, 'payout.delivery-cancelled': { to: 'voidingUndelivered', assign: assign.recalledOutcome } }, ignore: upToSourcing, defer: ['payout.returned'],
  },
  recallingDeliveryForCancel: {
    phase: 'cancelling', compensates: true, replies: { cancellation: 'pending' }, ledgerHold: 'open',
    send: commands.cancelDelivery, timeout: '1d', onTimeout: 'recallingDeliveryForCancel',
    on: deliveryEnds, ignore: upToSourcing, defer: ['payout.returned'],
  },
  posting: {
    phase: 'delivering', ledgerHold: 'maybe', booked: 'maybe',
    send: commands.postHold, timeout: SERVICE_TIMEOUT, onTimeout: 'posting',
    on: { 'ledger.hold-posted': 'settled' }, ignore: upToDelivery, defer: ['payout.returned'], park: ['ledger.post-refused'],
  },
  postingPart: {
    phase: 'delivering', ledgerHold: 'maybe', booked: 'maybe',
    send: commands.postHold, timeout: SERVICE_TIMEOUT, onTimeout: 'postingPart',
    on: { 'ledger.hold-posted': 'partial' }, ignore: upToDelivery, defer: ['payout.returned'], park: ['ledger.post-refused'],
  },
  voidingUndelivered: {
    phase: 'delivering', compensates: true, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingUndelivered',
    on: { 'ledger.hold-voided': 'closingFailed' }, ignore: upToDelivery,
  },
  voidingForCancel: {
    phase: 'cancelling', compensates: true, replies: { cancellation: 'pending' }, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingForCancel',
    on: { 'ledger.hold-voided': 'closingCancelled' }, ignore: upToDelivery,
  },
  // Nothing was paid: compliance closes the case, and what it counted against the limits is free again.
  closingFailed: {
    phase: 'delivering', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'closingFailed',
    on: { 'compliance.case-closed': 'failed' }, ignore: upToVoid,
  },
  closingCancelled: {
    phase: 'cancelling', compensates: true, replies: { cancellation: 'pending' },
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'closingCancelled',
    on: { 'compliance.case-closed': 'cancelled' }, ignore: upToVoid,
  },

  // Ends. Money that comes back after delivery is booked as an entry of its own.
  settled: {
    phase: 'settled', booked: 'posted',
    ends: true, on: { 'payout.returned': { to: 'bookingReturn', assign: assign.return } }, ignore: upToPosting,
  },
  bookingReturn: {
    phase: 'settled', booked: 'maybe',
    send: commands.bookReturn, timeout: SERVICE_TIMEOUT, onTimeout: 'bookingReturn',
    on: { 'ledger.return-booked': 'returned' }, ignore: upToPosting,
  },
  returned: { phase: 'settled', booked: 'returned', ends: true, on: {}, ignore: [...upToPosting, 'ledger.return-booked'] },
  partial: { phase: 'partial', booked: 'posted', ends: true, on: {}, ignore: upToPosting, park: ['payout.returned'] },
  failed: { phase: 'failed', ends: true, on: {}, ignore: upToVoid },
  rejected: { phase: 'rejected', ends: true, on: {}, ignore: upToDelivery },
  cancelled: { phase: 'cancelled', replies: { cancellation: 'done' }, ends: true, on: {}, ignore: upToVoid },
};

export const accountWithdrawalSaga: Saga<AccountWithdrawalState, Details, Messages, WithdrawalColumns, Outgoing> = {
  version: 1, starts: ['screening'], terminalPhases: ['settled', 'partial', 'failed', 'rejected', 'cancelled'], cancelledBy: ['client.cancel'],
  orders: {
    acceptance: { by: ['client.accept'], otherwise: 'refused' },
    cancellation: { by: ['client.cancel', 'client.stop'], otherwise: 'refused' },
  },
  rows,
};
