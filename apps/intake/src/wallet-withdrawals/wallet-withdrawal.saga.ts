/**
 * The life of a withdrawal from a portfolio wallet: its liquidity is reserved at once, it is screened, and then carried by its
 * payout legs, each along payout-leg.saga.ts. How the legs have ended comes back as one of the `legs.` messages.
 */
import type { Outgoing } from '@sluice/contract-kit';
import type { AnyRow, Saga } from '@sluice/saga';
import { SERVICE_TIMEOUT, type WithdrawalColumns, type WithdrawalMessages as Messages } from '../engine/vocabulary.js';
import type { WithdrawalDetails as Details } from '../engine/withdrawal-details.js';
import { assign, commands } from './wallet-withdrawal.commands.js';

export type WalletWithdrawalState =
  | 'reserving' | 'reviewing' | 'referredInReview' | 'collectingInReview' | 'expiringInReview' | 'releasingAfterReview'
  | 'closingReviewForCancel' | 'releasingForCancel' | 'closingReviewForFailure' | 'carrying' | 'stopping' | 'failing' | 'settled' | 'partial' | 'failed' | 'rejected' | 'cancelled';

type Row = AnyRow<WalletWithdrawalState, Details, Messages, WithdrawalColumns, Outgoing>;

const reservation = ['liquidity.liquidity-reserved', 'liquidity.reserve-refused'] as const;
const reviewed = [...reservation, 'review.cleared', 'review.documents-required', 'review.documents-accepted', 'review.referred', 'review.refused', 'compliance.case-closed'] as const;
const released = [...reviewed, 'liquidity.reservation-released'] as const;

const cleared = { to: 'carrying', assign: assign.screenedAt } as const;
const refused = { to: 'releasingAfterReview', assign: assign.complianceRefusal } as const;
const stopReview = { to: 'closingReviewForCancel', assign: assign.cancellation } as const;
const failReview = { to: 'closingReviewForFailure', assign: assign.operatorFailure } as const;
const legsEnd = { 'legs.delivered': 'settled', 'legs.partly-delivered': 'partial', 'legs.failed': 'failed', 'legs.cancelled': 'cancelled' } as const;

const rows: Record<WalletWithdrawalState, Row> = {
  // Liquidity answers a reservation once for good, so sending it again does no harm; giving up would refuse a customer because we are late.
  reserving: {
    phase: 'created', replies: { 'wallet-order': 'pending' },
    send: commands.reserveLiquidity, timeout: SERVICE_TIMEOUT, onTimeout: 'reserving',
    on: {
      'liquidity.liquidity-reserved': { to: 'reviewing', assign: assign.groups },
      'liquidity.reserve-refused': { to: 'rejected', assign: assign.refusedReservation },
    },
  },
  reviewing: {
    phase: 'authorized', cancellable: true,
    send: commands.screenInReview, timeout: SERVICE_TIMEOUT, onTimeout: 'reviewing',
    on: {
      'review.cleared': cleared,
      'review.documents-required': 'collectingInReview',
      'review.referred': 'referredInReview',
      'review.refused': refused,
      'client.stop': stopReview,
      'operator.fail': failReview,
    },
    ignore: reservation, defer: ['review.documents-accepted'],
  },
  referredInReview: {
    phase: 'authorized', cancellable: true,
    timeout: '14d', onTimeout: { to: 'expiringInReview', assign: assign.reviewExpiry },
    on: { 'review.cleared': cleared, 'review.documents-required': 'collectingInReview', 'review.refused': refused, 'client.stop': stopReview, 'operator.fail': failReview },
    ignore: [...reservation, 'review.referred'], defer: ['review.documents-accepted'],
  },
  collectingInReview: {
    phase: 'authorized', hold: 'rfi', cancellable: true,
    timeout: '14d', onTimeout: { to: 'expiringInReview', assign: assign.rfiExpiry },
    on: { 'review.documents-accepted': 'carrying', 'review.refused': refused, 'client.stop': stopReview, 'operator.fail': failReview },
    ignore: [...reservation, 'review.cleared', 'review.documents-required', 'review.referred'],
  },
  expiringInReview: {
    phase: 'authorized', hold: 'rfi', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'expiringInReview',
    on: { 'compliance.case-closed': 'releasingAfterReview' }, ignore: reviewed,
  },
  releasingAfterReview: {
    phase: 'authorized', compensates: true,
    send: commands.releaseReservation, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingAfterReview',
    on: { 'liquidity.reservation-released': 'failed' }, ignore: reviewed,
  },
  closingReviewForCancel: {
    phase: 'cancelling', compensates: true, replies: { stop: 'pending' },
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'closingReviewForCancel',
    on: { 'compliance.case-closed': 'releasingForCancel' }, ignore: reviewed,
  },
  releasingForCancel: {
    phase: 'cancelling', compensates: true, replies: { stop: 'pending' },
    send: commands.releaseReservation, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingForCancel',
    on: { 'liquidity.reservation-released': 'cancelled' }, ignore: reviewed,
  },
  closingReviewForFailure: {
    phase: 'authorized', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'closingReviewForFailure',
    on: { 'compliance.case-closed': 'releasingAfterReview' }, ignore: reviewed,
  },

  // Every leg has deadlines of its own and comes to an end; here we only wait for that.
  carrying: {
    phase: 'delivering', cancellable: true, legs: 'carry',
    timeout: '60d', onTimeout: 'carrying',
    on: { ...legsEnd, 'client.stop': { to: 'stopping', assign: assign.cancellation }, 'operator.fail': { to: 'failing', assign: assign.operatorFailure } }, ignore: released,
  },
  stopping: { phase: 'cancelling', replies: { stop: 'pending' }, legs: 'stop', timeout: '60d', onTimeout: 'stopping', on: legsEnd, ignore: released },
  // An operator fails it: as stopping, but a cancelled leg has failed. What was broadcast runs on.
  failing: {
    phase: 'cancelling', replies: { stop: 'pending' }, legs: 'fail',
    timeout: '60d', onTimeout: 'failing', on: { ...legsEnd, 'legs.cancelled': 'failed' }, ignore: released,
  },

  settled: { phase: 'settled', ends: true, on: {}, ignore: released },
  partial: { phase: 'partial', ends: true, on: { 'legs.retried': 'carrying' }, ignore: released },
  failed: { phase: 'failed', ends: true, on: { 'legs.retried': 'carrying' }, ignore: released },
  rejected: { phase: 'rejected', ends: true, on: {}, ignore: released },
  cancelled: { phase: 'cancelled', ends: true, on: {}, ignore: released },
};

export const walletWithdrawalSaga: Saga<WalletWithdrawalState, Details, Messages, WithdrawalColumns, Outgoing> = {
  version: 1, starts: ['reserving'], terminalPhases: ['settled', 'partial', 'failed', 'rejected', 'cancelled'], cancelledBy: ['client.stop'],
  orders: {
    'wallet-order': { by: [], otherwise: 'refused' },
    /** What was broadcast runs on and is not waited for. */
    stop: { by: ['client.stop'], otherwise: 'done' },
  },
  rows,
};
