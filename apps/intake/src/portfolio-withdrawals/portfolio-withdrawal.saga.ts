/**
 * The life of a withdrawal from an investment portfolio, read top to bottom: the request is acknowledged at once, and every rule that
 * it breaks is found here. Then cash is raised by selling, which takes days, held, paid to the bank account and booked.
 */
import type { Outgoing } from '@sluice/contract-kit';
import type { AnyRow, Saga } from '@sluice/saga';
import { SERVICE_TIMEOUT, type WithdrawalColumns, type WithdrawalMessages as Messages } from '../engine/vocabulary.js';
import type { WithdrawalDetails as Details } from '../engine/withdrawal-details.js';
import { commands } from './portfolio-withdrawal.commands.js';
import { assign } from './portfolio-withdrawal.details.js';

export type PortfolioWithdrawalState =
  | 'checkingBankAccount' | 'statingCash' | 'admitting' | 'screening' | 'referredUpFront' | 'collectingUpFront' | 'expiringUpFront' | 'releasingAfterScreening'
  | 'reviewing' | 'referredInReview' | 'collectingInReview' | 'expiringInReview' | 'releasingAfterReview'
  | 'raisingCash' | 'bookingProceeds' | 'screeningBeforePayment' | 'referredBeforePayment' | 'stoppingLateRaise' | 'bookingUnusedProceeds' | 'placingHold' | 'abandoningHold'
  | 'delivering' | 'recallingLateDelivery' | 'posting' | 'completing' | 'creditingFee' | 'voidingUndelivered' | 'releasingFailed' | 'closingFailed'
  | 'stoppingRaiseForCancel' | 'bookingProceedsForCancel' | 'recallingDeliveryForCancel' | 'voidingForCancel' | 'releasingForCancel' | 'closingForCancel'
  | 'settled' | 'bookingReturn' | 'showingReturn' | 'returned' | 'bookingProceedsAfterCancel' | 'bookingProceedsAfterFailure' | 'failed' | 'rejected' | 'cancelled';

type Row = AnyRow<PortfolioWithdrawalState, Details, Messages, WithdrawalColumns, Outgoing>;

/** Answers that may still be on their way once a stage is over. Each stage has those of the stages before it too. */
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

const stop = (to: PortfolioWithdrawalState) => ({ 'client.cancel': { to, assign: assign.cancellation }, 'client.stop': { to, assign: assign.cancellation } }) as const;

/** An operator fails it: as if it had come too late. */
const fail = (to: PortfolioWithdrawalState) => ({ 'operator.fail': { to, assign: assign.operatorFailure } }) as const;

const deliveryEnds = {
  'payout.delivered': { to: 'posting', assign: assign.outcome },
  'payout.undelivered': { to: 'voidingUndelivered', assign: assign.failedOutcome },
  'payout.delivery-cancelled': { to: 'voidingForCancel', assign: assign.outcome },
} as const;

const rows: Record<PortfolioWithdrawalState, Row> = {
  // Created: every rule is checked; whatever is broken rejects it, and nothing has been touched.
  checkingBankAccount: {
    phase: 'created', cancellable: true,
    send: commands.checkBankAccount, timeout: SERVICE_TIMEOUT, onTimeout: 'checkingBankAccount',
    on: {
      'payout.bank-account-usable': { to: 'statingCash', assign: assign.bankAccount },
      'payout.bank-account-refused': { to: 'rejected', assign: assign.refusedBankAccount },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
  },
  statingCash: {
    phase: 'created', cancellable: true,
    send: commands.stateCash, timeout: SERVICE_TIMEOUT, onTimeout: 'statingCash',
    on: { 'ledger.balances-stated': { to: 'admitting', assign: assign.cash }, ...stop('releasingForCancel'), ...fail('releasingFailed') }, ignore: checks,
  },
  admitting: {
    phase: 'created', cancellable: true,
    send: commands.admit, timeout: SERVICE_TIMEOUT, onTimeout: 'admitting',
    on: {
      'liquidity.portfolio-withdrawal-admitted': { to: 'screening', assign: assign.admission },
      'liquidity.portfolio-withdrawal-refused': { to: 'rejected', assign: assign.refusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...checks, 'ledger.balances-stated'],
  },

  // Still created: screened, and waiting for documents where they are asked for up front. No money is held; others may withdraw it.
  screening: {
    phase: 'created', cancellable: true,
    send: commands.screenUpFront, timeout: SERVICE_TIMEOUT, onTimeout: 'screening',
    on: {
      'compliance.cleared': 'reviewing',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.referred': 'referredUpFront',
      'compliance.refused': { to: 'releasingAfterScreening', assign: assign.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: admission, defer: ['compliance.documents-accepted'],
  },
  referredUpFront: {
    phase: 'created', cancellable: true,
    timeout: '14d', onTimeout: { to: 'expiringUpFront', assign: assign.reviewExpiry },
    on: {
      'compliance.cleared': 'reviewing',
      'compliance.documents-required': 'collectingUpFront',
      'compliance.refused': { to: 'releasingAfterScreening', assign: assign.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...admission, 'compliance.referred'], defer: ['compliance.documents-accepted'],
  },
  collectingUpFront: {
    phase: 'created', hold: 'rfi', cancellable: true,
    timeout: '14d', onTimeout: { to: 'expiringUpFront', assign: assign.rfiExpiry },
    on: {
      'compliance.documents-accepted': 'reviewing',
      'compliance.refused': { to: 'releasingAfterScreening', assign: assign.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...admission, 'compliance.cleared', 'compliance.documents-required', 'compliance.referred'],
  },
  expiringUpFront: {
    phase: 'created', hold: 'rfi', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'expiringUpFront',
    on: { 'compliance.case-closed': 'releasingAfterScreening' }, ignore: screened,
  },
  releasingAfterScreening: {
    phase: 'created', compensates: true,
    send: commands.release, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingAfterScreening',
    on: { 'liquidity.portfolio-released': 'rejected' }, ignore: screened,
  },

  // Authorized: screened once more, now that money is about to be committed.
  reviewing: {
    phase: 'authorized', cancellable: true,
    send: commands.screenInReview, timeout: SERVICE_TIMEOUT, onTimeout: 'reviewing',
    on: {
      'review.cleared': 'raisingCash',
      'review.documents-required': 'collectingInReview',
      'review.referred': 'referredInReview',
      'review.refused': { to: 'releasingAfterReview', assign: assign.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: screened, defer: ['review.documents-accepted'],
  },
  referredInReview: {
    phase: 'authorized', cancellable: true,
    timeout: '14d', onTimeout: { to: 'expiringInReview', assign: assign.reviewExpiry },
    on: {
      'review.cleared': 'raisingCash',
      'review.documents-required': 'collectingInReview',
      'review.refused': { to: 'releasingAfterReview', assign: assign.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...screened, 'review.referred'], defer: ['review.documents-accepted'],
  },
  collectingInReview: {
    phase: 'authorized', hold: 'rfi', cancellable: true,
    timeout: '14d', onTimeout: { to: 'expiringInReview', assign: assign.rfiExpiry },
    on: {
      'review.documents-accepted': 'raisingCash',
      'review.refused': { to: 'releasingAfterReview', assign: assign.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...screened, 'review.cleared', 'review.documents-required', 'review.referred'],
  },
  expiringInReview: {
    phase: 'authorized', hold: 'rfi', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'expiringInReview',
    on: { 'compliance.case-closed': 'releasingAfterReview' }, ignore: review,
  },
  releasingAfterReview: {
    phase: 'authorized', compensates: true,
    send: commands.release, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingAfterReview',
    on: { 'liquidity.portfolio-released': 'failed' }, ignore: review,
  },

  // Sourcing: what is short is sold. What was sold is cash in the portfolio, whatever happens next; then what leaves it is held.
  raisingCash: {
    phase: 'sourcing', cancellable: true,
    send: commands.raiseCash, timeout: '30d', onTimeout: { to: 'stoppingLateRaise', assign: assign.lateLiquidity },
    on: {
      'liquidity.cash-at-hand': 'screeningBeforePayment',
      'liquidity.cash-raised': { to: 'bookingProceeds', assign: assign.sales },
      'liquidity.cash-not-raised': { to: 'bookingUnusedProceeds', assign: assign.unneededSales },
      ...stop('stoppingRaiseForCancel'), ...fail('stoppingLateRaise'),
    },
    ignore: review,
  },
  bookingProceeds: {
    phase: 'sourcing', cancellable: true,
    send: commands.bookProceeds, timeout: SERVICE_TIMEOUT, onTimeout: 'bookingProceeds',
    on: { 'ledger.proceeds-booked': 'screeningBeforePayment', ...stop('bookingProceedsForCancel'), ...fail('bookingUnusedProceeds') }, ignore: raising,
  },
  // Documents and sales take days, and somebody may be on a list by now.
  screeningBeforePayment: {
    phase: 'sourcing', cancellable: true,
    send: commands.screenBeforePayment, timeout: SERVICE_TIMEOUT, onTimeout: 'screeningBeforePayment',
    on: {
      'payment.cleared': 'placingHold',
      'payment.referred': 'referredBeforePayment',
      'payment.refused': { to: 'releasingFailed', assign: assign.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: booking,
  },
  referredBeforePayment: {
    phase: 'sourcing', cancellable: true,
    timeout: '14d', onTimeout: { to: 'releasingFailed', assign: assign.reviewExpiry },
    on: {
      'payment.cleared': 'placingHold',
      'payment.refused': { to: 'releasingFailed', assign: assign.complianceRefusal },
      ...stop('releasingForCancel'), ...fail('releasingFailed'),
    },
    ignore: [...booking, 'payment.referred'],
  },
  stoppingLateRaise: {
    phase: 'sourcing', compensates: true,
    send: commands.stopRaising, timeout: SERVICE_TIMEOUT, onTimeout: 'stoppingLateRaise',
    on: { 'liquidity.raising-stopped': { to: 'bookingUnusedProceeds', assign: assign.salesStopped } }, ignore: raising, defer: laterSales,
  },
  bookingUnusedProceeds: {
    phase: 'sourcing',
    send: commands.bookProceeds, timeout: SERVICE_TIMEOUT, onTimeout: 'bookingUnusedProceeds',
    on: { 'ledger.proceeds-booked': 'releasingFailed' }, ignore: raising, defer: laterSales,
  },
  placingHold: {
    phase: 'sourcing', cancellable: true, ledgerHold: 'maybe',
    send: commands.placeHold, timeout: SERVICE_TIMEOUT, onTimeout: 'placingHold',
    on: {
      'ledger.hold-placed': { to: 'delivering', assign: assign.held },
      'ledger.hold-refused': { to: 'releasingFailed', assign: assign.refusedHold },
      ...stop('voidingForCancel'), ...fail('abandoningHold'),
    },
    ignore: rescreened,
  },
  abandoningHold: {
    phase: 'sourcing', compensates: true, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'abandoningHold',
    on: { 'ledger.hold-voided': 'releasingFailed' }, ignore: holding,
  },

  // Delivering: the payment leaves; only its arrival or its certain failure ends this.
  delivering: {
    phase: 'delivering', ledgerHold: 'open',
    send: commands.deliver, timeout: '10d', onTimeout: 'recallingLateDelivery',
    on: { ...deliveryEnds, 'client.stop': { to: 'recallingDeliveryForCancel', assign: assign.cancellation }, ...fail('recallingLateDelivery') },
    ignore: holding, defer: ['payout.returned'], park: impossible,
  },
  recallingLateDelivery: {
    phase: 'delivering', compensates: true, ledgerHold: 'open',
    send: commands.cancelDelivery, timeout: '1d', onTimeout: 'recallingLateDelivery',
    on: { ...deliveryEnds, 'payout.delivery-cancelled': { to: 'voidingUndelivered', assign: assign.recalledOutcome } },
    ignore: holding, defer: ['payout.returned'], park: impossible,
  },
  posting: {
    phase: 'delivering', ledgerHold: 'maybe', booked: 'maybe',
    send: commands.post, timeout: SERVICE_TIMEOUT, onTimeout: 'posting',
    on: { 'ledger.hold-posted': 'completing' }, ignore: delivery, defer: ['payout.returned'], park: impossible,
  },
  completing: {
    phase: 'delivering', booked: 'posted',
    send: commands.complete, timeout: SERVICE_TIMEOUT, onTimeout: 'completing',
    on: {
      'liquidity.portfolio-withdrawal-completed': 'settled',
      'liquidity.portfolio-withdrawal-charged': { to: 'creditingFee', assign: assign.feePortfolio },
    },
    ignore: [...delivery, 'ledger.hold-posted'], defer: ['payout.returned'], park: impossible,
  },
  creditingFee: {
    phase: 'delivering', booked: 'posted',
    send: commands.creditFee, timeout: SERVICE_TIMEOUT, onTimeout: 'creditingFee',
    on: { 'ledger.fee-credited': 'settled' },
    ignore: [...delivery, 'ledger.hold-posted', 'liquidity.portfolio-withdrawal-completed', 'liquidity.portfolio-withdrawal-charged'],
    defer: ['payout.returned'], park: impossible,
  },

  // Nothing was paid: the portfolio is given back, and what counted towards limits is free again.
  voidingUndelivered: {
    phase: 'delivering', compensates: true, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingUndelivered',
    on: { 'ledger.hold-voided': 'releasingFailed' }, ignore: delivery, park: impossible,
  },
  releasingFailed: {
    phase: 'delivering', compensates: true,
    send: commands.release, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingFailed',
    on: { 'liquidity.portfolio-released': 'closingFailed' }, ignore: delivery, defer: laterSales, park: impossible,
  },
  closingFailed: {
    phase: 'delivering', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'closingFailed',
    on: { 'compliance.case-closed': 'failed' }, ignore: delivery, defer: laterSales, park: impossible,
  },

  // Cancelling: orders that are at the custodian are not waited for, and what they bring becomes cash when it comes.
  stoppingRaiseForCancel: {
    phase: 'cancelling', compensates: true,
    send: commands.stopRaising, timeout: SERVICE_TIMEOUT, onTimeout: 'stoppingRaiseForCancel',
    on: { 'liquidity.raising-stopped': { to: 'bookingProceedsForCancel', assign: assign.salesStopped } }, ignore: raising, defer: laterSales,
  },
  bookingProceedsForCancel: {
    phase: 'cancelling',
    send: commands.bookProceeds, timeout: SERVICE_TIMEOUT, onTimeout: 'bookingProceedsForCancel',
    on: { 'ledger.proceeds-booked': 'releasingForCancel' }, ignore: raising, defer: laterSales,
  },
  recallingDeliveryForCancel: {
    phase: 'cancelling', compensates: true, ledgerHold: 'open',
    send: commands.cancelDelivery, timeout: '1d', onTimeout: 'recallingDeliveryForCancel',
    on: deliveryEnds, ignore: holding, defer: ['payout.returned'], park: impossible,
  },
  voidingForCancel: {
    phase: 'cancelling', compensates: true, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingForCancel',
    on: { 'ledger.hold-voided': 'releasingForCancel' }, ignore: delivery, park: impossible,
  },
  releasingForCancel: {
    phase: 'cancelling', compensates: true,
    send: commands.release, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingForCancel',
    on: { 'liquidity.portfolio-released': 'closingForCancel' }, ignore: delivery, defer: laterSales, park: impossible,
  },
  closingForCancel: {
    phase: 'cancelling', compensates: true,
    send: commands.closeCase, timeout: SERVICE_TIMEOUT, onTimeout: 'closingForCancel',
    on: { 'compliance.case-closed': 'cancelled' }, ignore: delivery, defer: laterSales, park: impossible,
  },

  // Ends. Money that the bank sends back is cash in the portfolio again, as an entry and a transaction of its own; so are the proceeds of sales that were not needed, when they are paid.
  settled: {
    phase: 'settled', booked: 'posted',
    ends: true, on: { 'payout.returned': { to: 'bookingReturn', assign: assign.return } }, ignore: completion, park: impossible,
  },
  bookingReturn: {
    phase: 'settled', booked: 'maybe',
    send: commands.bookReturn, timeout: SERVICE_TIMEOUT, onTimeout: 'bookingReturn',
    on: { 'ledger.return-booked': 'showingReturn' }, ignore: completion, park: impossible,
  },
  showingReturn: {
    phase: 'settled', booked: 'returned',
    send: commands.showReturn, timeout: SERVICE_TIMEOUT, onTimeout: 'showingReturn',
    on: { 'liquidity.portfolio-return-booked': 'returned' }, ignore: [...completion, 'ledger.return-booked'], park: impossible,
  },
  returned: {
    phase: 'settled', booked: 'returned',
    ends: true, on: {}, ignore: [...completion, 'ledger.return-booked', 'liquidity.portfolio-return-booked'], park: impossible,
  },
  failed: {
    phase: 'failed',
    ends: true, on: { 'liquidity.sales-settled': { to: 'bookingProceedsAfterFailure', assign: assign.laterSales } }, ignore: delivery, park: impossible,
  },
  bookingProceedsAfterFailure: {
    phase: 'failed',
    send: commands.bookProceeds, timeout: SERVICE_TIMEOUT, onTimeout: 'bookingProceedsAfterFailure',
    on: { 'ledger.proceeds-booked': 'failed' }, ignore: delivery, defer: laterSales, park: impossible,
  },
  rejected: { phase: 'rejected', ends: true, on: {}, ignore: [...screened, 'liquidity.portfolio-released'] },
  cancelled: {
    phase: 'cancelled',
    ends: true, on: { 'liquidity.sales-settled': { to: 'bookingProceedsAfterCancel', assign: assign.laterSales } }, ignore: delivery, park: impossible,
  },
  bookingProceedsAfterCancel: {
    phase: 'cancelled',
    send: commands.bookProceeds, timeout: SERVICE_TIMEOUT, onTimeout: 'bookingProceedsAfterCancel',
    on: { 'ledger.proceeds-booked': 'cancelled' }, ignore: delivery, defer: laterSales, park: impossible,
  },
};

export const portfolioWithdrawalSaga: Saga<PortfolioWithdrawalState, Details, Messages, WithdrawalColumns, Outgoing> = {
  version: 1, starts: ['checkingBankAccount'], terminalPhases: ['settled', 'partial', 'failed', 'rejected', 'cancelled'], cancelledBy: ['client.cancel'],
  /** Undoing may take days at the custodian, so no request waits for the table. */
  orders: {},
  rows,
};
