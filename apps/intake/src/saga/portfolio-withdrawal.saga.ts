/**
 * The life of a withdrawal from an investment portfolio, read top to bottom: whoever asks is told yes at once, and every rule that
 * it breaks is found here. Then cash is raised by selling, which takes days, held, paid to the bank account and booked.
 */
import type { Outgoing } from '@sluice/contract-kit';
import type { AnyRow, Saga } from '@sluice/saga';
import type { WithdrawalDetails as Details } from '../withdrawal/withdrawal-details.js';
import { keep } from './keep.js';
import type { WithdrawalMessages as Messages } from './messages.js';
import { askForPortfolio as ask } from './portfolio-asks.js';
import { keepOfPortfolio as kept } from './portfolio-keep.js';
import { at, type Label } from './vocabulary.js';

export type PortfolioWithdrawalState =
  | 'checkingBankAccount' | 'statingCash' | 'admitting' | 'screening' | 'referredUpFront' | 'collectingUpFront' | 'expiringUpFront' | 'releasingAfterScreening'
  | 'reviewing' | 'referredInReview' | 'collectingInReview' | 'expiringInReview' | 'releasingAfterReview'
  | 'raisingCash' | 'bookingProceeds' | 'screeningBeforePayment' | 'referredBeforePayment' | 'stoppingLateRaise' | 'bookingUnusedProceeds' | 'placingHold' | 'abandoningHold'
  | 'delivering' | 'recallingLateDelivery' | 'posting' | 'completing' | 'creditingFee' | 'voidingUndelivered' | 'releasingFailed' | 'closingFailed'
  | 'stoppingRaiseForCancel' | 'bookingProceedsForCancel' | 'recallingDeliveryForCancel' | 'voidingForCancel' | 'releasingForCancel' | 'closingForCancel'
  | 'settled' | 'bookingReturn' | 'showingReturn' | 'returned' | 'bookingProceedsAfterCancel' | 'bookingProceedsAfterFailure' | 'failed' | 'rejected' | 'cancelled';

type Row = AnyRow<PortfolioWithdrawalState, Details, Messages, Label, Outgoing>;

/** Answers that may still be on their way once a stage is behind us. Each stage knows those of the stages before it too. */
const checks = ['payout.bank-account-usable', 'payout.bank-account-refused'] as const;
const admission = [...checks, 'ledger.balances-stated', 'liquidity.portfolio-withdrawal-admitted', 'liquidity.portfolio-withdrawal-refused'] as const;
const screened = [
  ...admission, 'compliance.cleared', 'compliance.documents-required', 'compliance.documents-accepted', 'compliance.referred', 'compliance.refused', 'compliance.case-closed',
] as const;
const review = [
  ...screened, 'review.cleared', 'review.documents-required', 'review.documents-accepted', 'review.referred', 'review.refused',
] as const;
const raising = [...review, 'liquidity.cash-at-hand', 'liquidity.cash-raised', 'liquidity.cash-not-raised', 'liquidity.raising-stopped'] as const;
const booking = [...raising, 'ledger.proceeds-booked'] as const;
const rescreened = [...booking, 'payment.cleared', 'payment.referred', 'payment.refused'] as const;
const holding = [...rescreened, 'ledger.hold-placed', 'ledger.hold-refused', 'ledger.hold-voided'] as const;
const delivery = [...holding, 'payout.delivered', 'payout.undelivered', 'payout.delivery-cancelled', 'liquidity.portfolio-released'] as const;
const completion = [...delivery, 'ledger.hold-posted', 'liquidity.portfolio-withdrawal-completed', 'liquidity.portfolio-withdrawal-charged', 'ledger.fee-credited'] as const;
/** There is one payout leg: it is delivered or not, never in part, and what is posted is what was held. */
const impossible = ['payout.partly-delivered', 'ledger.post-refused'] as const;

/** Sales that are paid for after the raise was stopped: booked once the withdrawal has ended. */
const laterSales = ['liquidity.sales-settled'] as const;

const stop = (to: PortfolioWithdrawalState) => ({ 'client.cancel': { to, keep: keep.cancellation }, 'client.stop': { to, keep: keep.cancellation } }) as const;

/** An operator gives it up: as if it had come too late. */
const fail = (to: PortfolioWithdrawalState) => ({ 'operator.fail': { to, keep: keep.operatorFailure } }) as const;

const deliveryEnds = {
  'payout.delivered': { to: 'posting', keep: keep.outcome },
  'payout.undelivered': { to: 'voidingUndelivered', keep: keep.failedOutcome },
  'payout.delivery-cancelled': { to: 'voidingForCancel', keep: keep.outcome },
} as const;

const rows: Record<PortfolioWithdrawalState, Row> = {
  // Created: every rule is checked; whatever is broken rejects it, and nothing has been touched.
  checkingBankAccount: {
    is: at('created'), send: ask.checkBankAccount, within: '10m', late: 'checkingBankAccount',
    on: {
      'payout.bank-account-usable': { to: 'statingCash', keep: kept.bankAccount },
      'payout.bank-account-refused': { to: 'rejected', keep: kept.refusedBankAccount },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
  },
  statingCash: {
    is: at('created'), send: ask.stateCash, within: '10m', late: 'statingCash',
    on: { 'ledger.balances-stated': { to: 'admitting', keep: kept.cash }, ...stop('releasingForCancel'), ...fail('releasingFailed') }, ignore: checks,
  },
  admitting: {
    is: at('created'), send: ask.admit, within: '10m', late: 'admitting',
    on: {
      'liquidity.portfolio-withdrawal-admitted': { to: 'screening', keep: kept.admission },
      'liquidity.portfolio-withdrawal-refused': { to: 'rejected', keep: kept.refusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...checks, 'ledger.balances-stated'],
  },

  // Still created: judged, and waiting for documents where they are asked for up front. No money is held; others may withdraw it.
  screening: {
    is: at('created'), send: ask.screenUpFront, within: '10m', late: 'screening',
    on: {
      'compliance.cleared': 'reviewing',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.referred': 'referredUpFront',
      'compliance.refused': { to: 'releasingAfterScreening', keep: keep.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: admission, early: ['compliance.documents-accepted'],
  },
  referredUpFront: {
    is: at('created'), within: '14d', late: { to: 'expiringUpFront', keep: keep.reviewExpiry },
    on: {
      'compliance.cleared': 'reviewing',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.refused': { to: 'releasingAfterScreening', keep: keep.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...admission, 'compliance.referred'], early: ['compliance.documents-accepted'],
  },
  collectingUpFront: {
    is: at('created', 'rfi'), within: '14d', late: { to: 'expiringUpFront', keep: keep.rfiExpiry },
    on: {
      'compliance.documents-accepted': 'reviewing',
      'compliance.refused': { to: 'releasingAfterScreening', keep: keep.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...admission, 'compliance.cleared', 'compliance.documents-required', 'compliance.referred'],
  },
  expiringUpFront: {
    is: at('created', 'rfi'), send: ask.closeCase, within: '10m', late: 'expiringUpFront',
    on: { 'compliance.case-closed': 'releasingAfterScreening' }, ignore: screened,
  },
  releasingAfterScreening: {
    is: at('created'), send: ask.release, within: '10m', late: 'releasingAfterScreening',
    on: { 'liquidity.portfolio-released': 'rejected' }, ignore: screened,
  },

  // Authorized: judged once more, now that money is about to be committed.
  reviewing: {
    is: at('authorized'), send: ask.screenInReview, within: '10m', late: 'reviewing',
    on: {
      'review.cleared': 'raisingCash',
      'review.documents-required': 'collectingInReview',
      'review.referred': 'referredInReview',
      'review.refused': { to: 'releasingAfterReview', keep: keep.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: screened, early: ['review.documents-accepted'],
  },
  referredInReview: {
    is: at('authorized'), within: '14d', late: { to: 'expiringInReview', keep: keep.reviewExpiry },
    on: {
      'review.cleared': 'raisingCash',
      'review.documents-required': 'collectingInReview',
      'review.refused': { to: 'releasingAfterReview', keep: keep.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...screened, 'review.referred'], early: ['review.documents-accepted'],
  },
  collectingInReview: {
    is: at('authorized', 'rfi'), within: '14d', late: { to: 'expiringInReview', keep: keep.rfiExpiry },
    on: {
      'review.documents-accepted': 'raisingCash',
      'review.refused': { to: 'releasingAfterReview', keep: keep.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...screened, 'review.cleared', 'review.documents-required', 'review.referred'],
  },
  expiringInReview: {
    is: at('authorized', 'rfi'), send: ask.closeCase, within: '10m', late: 'expiringInReview',
    on: { 'compliance.case-closed': 'releasingAfterReview' }, ignore: review,
  },
  releasingAfterReview: {
    is: at('authorized'), send: ask.release, within: '10m', late: 'releasingAfterReview',
    on: { 'liquidity.portfolio-released': 'failed' }, ignore: review,
  },

  // Sourcing: what is short is sold. What was sold is cash in the portfolio, whatever happens next; then what leaves it is held.
  raisingCash: {
    is: at('sourcing'), send: ask.raiseCash, within: '30d', late: { to: 'stoppingLateRaise', keep: keep.lateLiquidity },
    on: {
      'liquidity.cash-at-hand': 'screeningBeforePayment',
      'liquidity.cash-raised': { to: 'bookingProceeds', keep: kept.sales },
      'liquidity.cash-not-raised': { to: 'bookingUnusedProceeds', keep: kept.salesInVain },
      ...stop('stoppingRaiseForCancel'), ...fail('stoppingLateRaise'),
    },
    ignore: review,
  },
  bookingProceeds: {
    is: at('sourcing'), send: ask.bookProceeds, within: '10m', late: 'bookingProceeds',
    on: { 'ledger.proceeds-booked': 'screeningBeforePayment', ...stop('bookingProceedsForCancel'), ...fail('bookingUnusedProceeds') }, ignore: raising,
  },
  // Documents and sales take days, and the lists may name somebody by now.
  screeningBeforePayment: {
    is: at('sourcing'), send: ask.screenBeforePayment, within: '10m', late: 'screeningBeforePayment',
    on: {
      'payment.cleared': 'placingHold',
      'payment.referred': 'referredBeforePayment',
      'payment.refused': { to: 'releasingFailed', keep: keep.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: booking,
  },
  referredBeforePayment: {
    is: at('sourcing'), within: '14d', late: { to: 'releasingFailed', keep: keep.reviewExpiry },
    on: {
      'payment.cleared': 'placingHold',
      'payment.refused': { to: 'releasingFailed', keep: keep.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...booking, 'payment.referred'],
  },
  stoppingLateRaise: {
    is: at('sourcing'), send: ask.stopRaising, within: '10m', late: 'stoppingLateRaise',
    on: { 'liquidity.raising-stopped': { to: 'bookingUnusedProceeds', keep: kept.salesStopped } }, ignore: raising, early: laterSales,
  },
  bookingUnusedProceeds: {
    is: at('sourcing'), send: ask.bookProceeds, within: '10m', late: 'bookingUnusedProceeds',
    on: { 'ledger.proceeds-booked': 'releasingFailed' }, ignore: raising, early: laterSales,
  },
  placingHold: {
    is: at('sourcing'), send: ask.placeHold, within: '10m', late: 'placingHold',
    on: {
      'ledger.hold-placed': { to: 'delivering', keep: kept.held },
      'ledger.hold-refused': { to: 'releasingFailed', keep: kept.refusedHold },
      ...stop('voidingForCancel'), ...fail('abandoningHold'),
    },
    ignore: rescreened,
  },
  abandoningHold: {
    is: at('sourcing'), send: ask.voidHold, within: '10m', late: 'abandoningHold',
    on: { 'ledger.hold-voided': 'releasingFailed' }, ignore: holding,
  },

  // Delivering: the payment leaves; only its arrival or its certain failure ends this.
  delivering: {
    is: at('delivering'), send: ask.deliver, within: '10d', late: 'recallingLateDelivery',
    on: { ...deliveryEnds, 'client.stop': { to: 'recallingDeliveryForCancel', keep: keep.cancellation }, ...fail('recallingLateDelivery') },
    ignore: holding, early: ['payout.returned'], park: impossible,
  },
  recallingLateDelivery: {
    is: at('delivering'), send: ask.cancelDelivery, within: '1d', late: 'recallingLateDelivery',
    on: { ...deliveryEnds, 'payout.delivery-cancelled': { to: 'voidingUndelivered', keep: keep.recalledOutcome } },
    ignore: holding, early: ['payout.returned'], park: impossible,
  },
  posting: {
    is: at('delivering'), send: ask.post, within: '10m', late: 'posting',
    on: { 'ledger.hold-posted': 'completing' }, ignore: delivery, early: ['payout.returned'], park: impossible,
  },
  completing: {
    is: at('delivering'), send: ask.complete, within: '10m', late: 'completing',
    on: {
      'liquidity.portfolio-withdrawal-completed': 'settled',
      'liquidity.portfolio-withdrawal-charged': { to: 'creditingFee', keep: kept.feePortfolio },
    },
    ignore: [...delivery, 'ledger.hold-posted'], early: ['payout.returned'], park: impossible,
  },
  creditingFee: {
    is: at('delivering'), send: ask.creditFee, within: '10m', late: 'creditingFee',
    on: { 'ledger.fee-credited': 'settled' },
    ignore: [...delivery, 'ledger.hold-posted', 'liquidity.portfolio-withdrawal-completed', 'liquidity.portfolio-withdrawal-charged'],
    early: ['payout.returned'], park: impossible,
  },

  // Nothing was paid: the portfolio is given back, and what counted towards limits is free again.
  voidingUndelivered: {
    is: at('delivering'), send: ask.voidHold, within: '10m', late: 'voidingUndelivered',
    on: { 'ledger.hold-voided': 'releasingFailed' }, ignore: delivery, park: impossible,
  },
  releasingFailed: {
    is: at('delivering'), send: ask.release, within: '10m', late: 'releasingFailed',
    on: { 'liquidity.portfolio-released': 'closingFailed' }, ignore: delivery, early: laterSales, park: impossible,
  },
  closingFailed: {
    is: at('delivering'), send: ask.closeCase, within: '10m', late: 'closingFailed',
    on: { 'compliance.case-closed': 'failed' }, ignore: delivery, early: laterSales, park: impossible,
  },

  // Cancelling: orders that are at the custodian are not waited for, and what they bring becomes cash when it comes.
  stoppingRaiseForCancel: {
    is: at('cancelling'), send: ask.stopRaising, within: '10m', late: 'stoppingRaiseForCancel',
    on: { 'liquidity.raising-stopped': { to: 'bookingProceedsForCancel', keep: kept.salesStopped } }, ignore: raising, early: laterSales,
  },
  bookingProceedsForCancel: {
    is: at('cancelling'), send: ask.bookProceeds, within: '10m', late: 'bookingProceedsForCancel',
    on: { 'ledger.proceeds-booked': 'releasingForCancel' }, ignore: raising, early: laterSales,
  },
  recallingDeliveryForCancel: {
    is: at('cancelling'), send: ask.cancelDelivery, within: '1d', late: 'recallingDeliveryForCancel',
    on: deliveryEnds, ignore: holding, early: ['payout.returned'], park: impossible,
  },
  voidingForCancel: {
    is: at('cancelling'), send: ask.voidHold, within: '10m', late: 'voidingForCancel',
    on: { 'ledger.hold-voided': 'releasingForCancel' }, ignore: delivery, park: impossible,
  },
  releasingForCancel: {
    is: at('cancelling'), send: ask.release, within: '10m', late: 'releasingForCancel',
    on: { 'liquidity.portfolio-released': 'closingForCancel' }, ignore: delivery, early: laterSales, park: impossible,
  },
  closingForCancel: {
    is: at('cancelling'), send: ask.closeCase, within: '10m', late: 'closingForCancel',
    on: { 'compliance.case-closed': 'cancelled' }, ignore: delivery, early: laterSales, park: impossible,
  },

  // Ends. Money that the bank sends back is cash in the portfolio again, as an entry and a transaction of its own; so is what was sold in vain, when it is paid for.
  settled: { is: at('settled'), ends: true, on: { 'payout.returned': { to: 'bookingReturn', keep: keep.return } }, ignore: completion, park: impossible },
  bookingReturn: {
    is: at('settled'), send: ask.bookReturn, within: '10m', late: 'bookingReturn',
    on: { 'ledger.return-booked': 'showingReturn' }, ignore: completion, park: impossible,
  },
  showingReturn: {
    is: at('settled'), send: ask.showReturn, within: '10m', late: 'showingReturn',
    on: { 'liquidity.portfolio-return-booked': 'returned' }, ignore: [...completion, 'ledger.return-booked'], park: impossible,
  },
  returned: { is: at('settled'), ends: true, on: {}, ignore: [...completion, 'ledger.return-booked', 'liquidity.portfolio-return-booked'], park: impossible },
  failed: {
    is: at('failed'), ends: true, on: { 'liquidity.sales-settled': { to: 'bookingProceedsAfterFailure', keep: kept.laterSales } }, ignore: delivery, park: impossible,
  },
  bookingProceedsAfterFailure: {
    is: at('failed'), send: ask.bookProceeds, within: '10m', late: 'bookingProceedsAfterFailure',
    on: { 'ledger.proceeds-booked': 'failed' }, ignore: delivery, early: laterSales, park: impossible,
  },
  rejected: { is: at('rejected'), ends: true, on: {}, ignore: [...screened, 'liquidity.portfolio-released'] },
  cancelled: {
    is: at('cancelled'), ends: true, on: { 'liquidity.sales-settled': { to: 'bookingProceedsAfterCancel', keep: kept.laterSales } }, ignore: delivery, park: impossible,
  },
  bookingProceedsAfterCancel: {
    is: at('cancelled'), send: ask.bookProceeds, within: '10m', late: 'bookingProceedsAfterCancel',
    on: { 'ledger.proceeds-booked': 'cancelled' }, ignore: delivery, early: laterSales, park: impossible,
  },
};

export const portfolioWithdrawalSaga: Saga<PortfolioWithdrawalState, Details, Messages, Label, Outgoing> = { version: 1, starts: ['checkingBankAccount'], rows };
