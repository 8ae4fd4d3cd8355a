/**
 * The life of a withdrawal from a portfolio wallet: its liquidity is reserved at once, it is judged, and then carried by its
 * payout legs, each along payout-leg.saga.ts. How the legs have ended comes back as one of the `legs.` words.
 */
import type { Outgoing } from '@sluice/contract-kit';
import type { AnyRow, Saga } from '@sluice/saga';
import type { WithdrawalDetails as Details } from '../withdrawal/withdrawal-details.js';
import { ask } from './asks.js';
import { keep } from './keep.js';
import type { WithdrawalMessages as Messages } from './messages.js';
import { at, type Label } from './vocabulary.js';

export type WalletWithdrawalState =
  | 'reserving' | 'reviewing' | 'referredInReview' | 'collectingInReview' | 'expiringInReview' | 'releasingAfterReview'
  | 'closingReviewForCancel' | 'releasingForCancel' | 'closingReviewForFailure' | 'carrying' | 'stopping' | 'failing' | 'settled' | 'partial' | 'failed' | 'rejected' | 'cancelled';

type Row = AnyRow<WalletWithdrawalState, Details, Messages, Label, Outgoing>;

const reservation = ['liquidity.liquidity-reserved', 'liquidity.reserve-refused'] as const;
const judged = [...reservation, 'review.cleared', 'review.documents-required', 'review.documents-accepted', 'review.referred', 'review.refused', 'compliance.case-closed'] as const;
const old = [...judged, 'liquidity.reservation-released'] as const;

const cleared = { to: 'carrying', keep: keep.lookedUp } as const;
const refused = { to: 'releasingAfterReview', keep: keep.complianceRefusal } as const;
const stopReview = { to: 'closingReviewForCancel', keep: keep.cancellation } as const;
const failReview = { to: 'closingReviewForFailure', keep: keep.operatorFailure } as const;
const legsEnd = { 'legs.delivered': 'settled', 'legs.partly-delivered': 'partial', 'legs.failed': 'failed', 'legs.cancelled': 'cancelled' } as const;

const rows: Record<WalletWithdrawalState, Row> = {
  // Liquidity answers a reservation once for good, so asking again does no harm; giving up would refuse a customer for our lateness.
  reserving: {
    is: at('created'), send: ask.reserveLiquidity, within: '10m', late: 'reserving',
    on: {
      'liquidity.liquidity-reserved': { to: 'reviewing', keep: keep.groups },
      'liquidity.reserve-refused': { to: 'rejected', keep: keep.refusedReservation },
    },
  },
  reviewing: {
    is: at('authorized'), send: ask.screenInReview, within: '10m', late: 'reviewing',
    on: {
      'review.cleared': cleared,
      'review.documents-required': 'collectingInReview',
      'review.referred': 'referredInReview',
      'review.refused': refused,
      'client.stop': stopReview,
      'operator.fail': failReview,
    },
    ignore: reservation, early: ['review.documents-accepted'],
  },
  referredInReview: {
    is: at('authorized'), within: '14d', late: { to: 'expiringInReview', keep: keep.reviewExpiry },
    on: { 'review.cleared': cleared, 'review.documents-required': 'collectingInReview', 'review.refused': refused, 'client.stop': stopReview, 'operator.fail': failReview },
    ignore: [...reservation, 'review.referred'], early: ['review.documents-accepted'],
  },
  collectingInReview: {
    is: at('authorized', 'rfi'), within: '14d', late: { to: 'expiringInReview', keep: keep.rfiExpiry },
    on: { 'review.documents-accepted': 'carrying', 'review.refused': refused, 'client.stop': stopReview, 'operator.fail': failReview },
    ignore: [...reservation, 'review.cleared', 'review.documents-required', 'review.referred'],
  },
  expiringInReview: {
    is: at('authorized', 'rfi'), send: ask.closeCase, within: '10m', late: 'expiringInReview',
    on: { 'compliance.case-closed': 'releasingAfterReview' }, ignore: judged,
  },
  releasingAfterReview: {
    is: at('authorized'), send: ask.releaseReservation, within: '10m', late: 'releasingAfterReview',
    on: { 'liquidity.reservation-released': 'failed' }, ignore: judged,
  },
  closingReviewForCancel: {
    is: at('cancelling'), send: ask.closeCase, within: '10m', late: 'closingReviewForCancel',
    on: { 'compliance.case-closed': 'releasingForCancel' }, ignore: judged,
  },
  releasingForCancel: {
    is: at('cancelling'), send: ask.releaseReservation, within: '10m', late: 'releasingForCancel',
    on: { 'liquidity.reservation-released': 'cancelled' }, ignore: judged,
  },
  closingReviewForFailure: {
    is: at('authorized'), send: ask.closeCase, within: '10m', late: 'closingReviewForFailure',
    on: { 'compliance.case-closed': 'releasingAfterReview' }, ignore: judged,
  },

  // Every leg has deadlines of its own and comes to an end; here we only wait for that.
  carrying: {
    is: at('delivering'), within: '60d', late: 'carrying',
    on: { ...legsEnd, 'client.stop': { to: 'stopping', keep: keep.cancellation }, 'operator.fail': { to: 'failing', keep: keep.operatorFailure } }, ignore: old,
  },
  stopping: { is: at('cancelling'), within: '60d', late: 'stopping', on: legsEnd, ignore: old },
  // Given up by an operator: as stopping, but what comes to nothing has failed. What was broadcast runs on.
  failing: { is: at('cancelling'), within: '60d', late: 'failing', on: { ...legsEnd, 'legs.cancelled': 'failed' }, ignore: old },

  settled: { is: at('settled'), ends: true, on: {}, ignore: old },
  partial: { is: at('partial'), ends: true, on: { 'legs.retried': 'carrying' }, ignore: old },
  failed: { is: at('failed'), ends: true, on: { 'legs.retried': 'carrying' }, ignore: old },
  rejected: { is: at('rejected'), ends: true, on: {}, ignore: old },
  cancelled: { is: at('cancelled'), ends: true, on: {}, ignore: old },
};

export const walletWithdrawalSaga: Saga<WalletWithdrawalState, Details, Messages, Label, Outgoing> = { version: 1, starts: ['reserving'], rows };
