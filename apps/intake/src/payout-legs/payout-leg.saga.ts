/**
 * The life of one payout leg of a wallet's withdrawal: hold, source, bridge, screen, deliver, book, and every way back.
 * The legs of a withdrawal lie side by side in its document; how they end is rolled up by wallet-withdrawal.saga.ts.
 */
import type { Outgoing } from '@sluice/contract-kit';
import type { AnyRow, Saga } from '@sluice/saga';
import { SERVICE_TIMEOUT, type LegMessages as Messages } from '../engine/vocabulary.js';
import { commands } from './payout-leg.commands.js';
import { assign, type LegColumns, type LegDetails as Details } from './payout-leg.details.js';

export type LegState =
  | 'holding' | 'sourcing' | 'bridging' | 'screeningBeforePayment' | 'referredBeforePayment' | 'cancellingScreening' | 'cancellingLateScreening' | 'delivering' | 'awaitingApproval' | 'queuedForApproval' | 'signed' | 'sent' | 'confirming'
  | 'posting' | 'spending' | 'recallingBridge' | 'recallingLateBridge' | 'recallingDelivery' | 'recallingListed' | 'voidingFailed' | 'releasingFailed' | 'voidingCancelled' | 'releasingCancelled'
  | 'voidingForRetry' | 'releasingForRetry' | 'reservingAgain' | 'releasingRetry' | 'delivered' | 'failed' | 'cancelled';

type Row = AnyRow<LegState, Details, Messages, LegColumns, Outgoing>;

/** Answers that may still be on their way once a stage is over; each stage has those before it too. */
const held = ['liquidity.liquidity-reserved', 'liquidity.reserve-refused', 'ledger.hold-placed', 'ledger.hold-refused'] as const;
const sourcing = ['liquidity.group-sourced', 'liquidity.group-sourced-elsewhere', 'liquidity.group-unavailable'] as const;
const sourced = [...held, ...sourcing] as const;
const bridged = [...sourced, 'bridging.leg-bridged', 'bridging.leg-bridge-failed'] as const;
const screened = [...bridged, 'payment.cleared', 'payment.referred', 'payment.refused', 'compliance.screening-cancelled'] as const;
const beforeBroadcast = ['payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed'] as const;
const progress = [...beforeBroadcast, 'payout.leg-broadcast', 'payout.leg-confirming'] as const;
const over = [...screened, ...progress, 'payout.leg-delivered', 'payout.leg-failed', 'payout.leg-cancelled'] as const;
/** Everything: copies of answers to an attempt that has ended. */
const closed = [...over, 'ledger.hold-voided', 'liquidity.group-released', 'ledger.hold-posted', 'ledger.post-refused', 'liquidity.group-spent', 'liquidity.reservation-released'] as const;

/** A retry reserves afresh, under a new id. */
const retry = { to: 'reservingAgain', assign: assign.retry, renews: [commands.reserveAgain.name, commands.releaseRetry.name] } as const;
/** Once that is done a new attempt begins, and every command is sent anew. */
const nextAttempt = { to: 'holding', assign: assign.nextAttempt, renews: Object.values(commands).map(({ name }) => name) } as const;
const stopHeld = { to: 'voidingCancelled', assign: assign.stop } as const;
const stopScreening = { to: 'cancellingScreening', assign: assign.stop } as const;
const stopAs = (recalledAs: Parameters<typeof assign.recall>[0]) => ({ to: 'recallingDelivery', assign: assign.recall(recalledAs) }) as const;
/** What was not broadcast yet is not paid before it is screened again: it fails, and its next attempt is screened. */
const listed = (recalledAs: Parameters<typeof assign.recall>[0]) => ({ to: 'recallingListed', assign: assign.recallListed(recalledAs) }) as const;
const deliveryEnds = {
  'payout.leg-delivered': { to: 'posting', assign: assign.transaction },
  'payout.leg-failed': { to: 'voidingFailed', assign: assign.failure },
  'payout.leg-cancelled': { to: 'voidingCancelled', assign: assign.cancelled },
} as const;
const awaiting = { to: 'awaitingApproval', assign: assign.approval } as const;
const queued = { to: 'queuedForApproval', assign: assign.queue } as const;
const sent = { to: 'sent', assign: assign.transaction } as const;
const confirming = { to: 'confirming', assign: assign.transaction } as const;
const runsOn = { 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming } as const;

/** What was screened in review so lately need not be screened again, nor what has no name. */
const GOOD_FOR_MS = 60_000;

const isScreened = ({ sourceLabel, lookedUpAt }: Details, now: Date): boolean =>
  !sourceLabel || (lookedUpAt !== undefined && now.getTime() - Date.parse(lookedUpAt) <= GOOD_FOR_MS);

/** Delivery is commanded again as far as the chain was seen to have it. */
const asFarAsSeen = ({ txHash }: Details) => (txHash === undefined ? 'planned' : 'sent');
const asWhenRecalled = ({ recalledAs = 'signed' }: Details) => recalledAs;
const always = () => true;

const rows: Record<LegState, Row> = {
  // The ledger answers a hold id once for good, so sending it again does no harm; giving up would fail a leg because we are late.
  holding: {
    phase: 'authorized', cancellable: true, status: 'planned', sources: 'pending', isRetry: ({ attempt }) => attempt > 1, ledgerHold: 'maybe',
    send: commands.placeHold, timeout: SERVICE_TIMEOUT, onTimeout: 'holding',
    on: { 'ledger.hold-placed': 'sourcing', 'ledger.hold-refused': { to: 'releasingFailed', assign: assign.staleLedger }, 'leg.stop': stopHeld },
    ignore: ['liquidity.liquidity-reserved', 'liquidity.reserve-refused', ...sourcing],
  },
  sourcing: {
    phase: 'sourcing', cancellable: true, status: 'planned', sources: 'processing', ledgerHold: 'open',
    send: commands.sourceGroup, timeout: '10d', onTimeout: { to: 'voidingFailed', assign: assign.staleLedger },
    on: {
      'liquidity.group-sourced': 'screeningBeforePayment',
      'liquidity.group-sourced-elsewhere': { to: 'bridging', assign: assign.transfers },
      'liquidity.group-unavailable': { to: 'voidingFailed', assign: assign.unavailable },
      'leg.stop': stopHeld,
    },
    ignore: held,
  },
  bridging: {
    phase: 'bridging', cancellable: true, status: 'planned', ledgerHold: 'open',
    send: commands.bridge, timeout: '10d', onTimeout: { to: 'recallingLateBridge', assign: assign.chainFailure },
    on: {
      'bridging.leg-bridged': { to: 'screeningBeforePayment', assign: assign.moved },
      'bridging.leg-bridge-failed': { to: 'voidingFailed', assign: assign.bridgeFailure },
      'leg.stop': { to: 'recallingBridge', assign: assign.stop },
    },
    ignore: sourced,
  },
  // Selling and bridging take minutes to days, and somebody may be on a list by now.
  screeningBeforePayment: {
    phase: 'delivering', cancellable: true, status: 'planned', ledgerHold: 'open',
    send: commands.screenBeforePayment, timeout: SERVICE_TIMEOUT, onTimeout: 'screeningBeforePayment', skip: { when: isScreened, to: 'delivering' },
    on: { 'payment.cleared': 'delivering', 'payment.referred': 'referredBeforePayment', 'payment.refused': { to: 'voidingFailed', assign: assign.stoppedByCompliance }, 'leg.stop': stopScreening },
    ignore: bridged,
  },
  referredBeforePayment: {
    phase: 'delivering', cancellable: true, status: 'planned', ledgerHold: 'open',
    timeout: '14d', onTimeout: { to: 'cancellingLateScreening', assign: assign.stoppedByCompliance },
    on: { 'payment.cleared': 'delivering', 'payment.refused': { to: 'voidingFailed', assign: assign.stoppedByCompliance }, 'leg.stop': stopScreening },
    ignore: [...bridged, 'payment.referred'],
  },
  cancellingScreening: {
    phase: 'cancelling', compensates: true, status: 'planned', replies: { 'leg-stop': 'pending' }, ledgerHold: 'open',
    send: commands.cancelScreening, timeout: SERVICE_TIMEOUT, onTimeout: 'cancellingScreening',
    on: { 'compliance.screening-cancelled': 'voidingCancelled' }, ignore: [...bridged, 'payment.cleared', 'payment.referred', 'payment.refused', 'leg.stop'],
  },
  cancellingLateScreening: {
    phase: 'delivering', compensates: true, status: 'planned', replies: { 'leg-stop': 'pending' }, ledgerHold: 'open',
    send: commands.cancelScreening, timeout: SERVICE_TIMEOUT, onTimeout: 'cancellingLateScreening',
    on: { 'compliance.screening-cancelled': 'voidingFailed' }, ignore: [...bridged, 'payment.cleared', 'payment.referred', 'payment.refused', 'leg.stop'],
  },
  delivering: {
    phase: 'delivering', cancellable: true, status: asFarAsSeen, ledgerHold: 'open',
    send: commands.deliver, timeout: '2d', onTimeout: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-approval-requested': awaiting, 'payout.leg-approval-queued': queued, 'payout.leg-signed': 'signed', 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming, 'leg.stop': stopAs('planned'), 'leg.listed': listed('planned') },
    ignore: screened,
  },
  awaitingApproval: {
    phase: 'delivering', hold: 'approval', cancellable: true, status: 'awaiting_signature', ledgerHold: 'open',
    timeout: '2d', onTimeout: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-signed': 'signed', 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming, 'leg.stop': stopAs('awaiting_signature'), 'leg.listed': listed('awaiting_signature') },
    ignore: [...screened, 'payout.leg-approval-requested', 'payout.leg-approval-queued'],
  },
  queuedForApproval: {
    phase: 'delivering', hold: 'approval_queued', cancellable: true, status: 'queued', ledgerHold: 'open',
    timeout: '10d', onTimeout: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-approval-requested': awaiting, 'payout.leg-approval-queued': queued, 'payout.leg-signed': 'signed', 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming, 'leg.stop': stopAs('queued'), 'leg.listed': listed('queued') },
    ignore: screened,
  },
  signed: {
    phase: 'delivering', cancellable: true, status: 'signed', ledgerHold: 'open',
    timeout: '1d', onTimeout: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming, 'leg.stop': stopAs('signed'), 'leg.listed': listed('signed') },
    ignore: [...screened, 'payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed'],
  },
  sent: {
    phase: 'delivering', status: 'sent', ledgerHold: 'open',
    timeout: '1d', onTimeout: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-confirming': confirming },
    ignore: [...screened, 'payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed', 'payout.leg-broadcast', 'leg.stop'],
  },
  confirming: {
    phase: 'delivering', status: 'confirming', ledgerHold: 'open',
    timeout: '1d', onTimeout: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-broadcast': sent },
    ignore: [...screened, 'payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed', 'payout.leg-confirming', 'leg.stop'],
  },
  posting: {
    phase: 'delivering', status: 'confirming', ledgerHold: 'maybe', booked: 'maybe',
    send: commands.post, timeout: SERVICE_TIMEOUT, onTimeout: 'posting',
    on: { 'ledger.hold-posted': 'spending' }, ignore: [...over, 'leg.stop'], park: ['ledger.post-refused'],
  },
  spending: {
    phase: 'delivering', status: 'confirming', booked: 'posted',
    send: commands.spendGroup, timeout: SERVICE_TIMEOUT, onTimeout: 'spending',
    on: { 'liquidity.group-spent': 'delivered' }, ignore: [...over, 'ledger.hold-posted', 'ledger.post-refused', 'leg.stop'],
  },

  // The ways back: what was sourced or bridged stays in the wallet as cash, where it is.
  recallingBridge: {
    phase: 'cancelling', compensates: true, status: 'planned', replies: { 'leg-stop': 'pending' }, ledgerHold: 'open',
    send: commands.recallBridge, timeout: '6h', onTimeout: 'recallingBridge',
    on: { 'bridging.leg-bridged': { to: 'voidingCancelled', assign: assign.moved }, 'bridging.leg-bridge-failed': { to: 'voidingCancelled', assign: assign.moved } }, ignore: [...sourced, 'leg.stop'],
  },
  recallingLateBridge: {
    phase: 'bridging', compensates: true, status: 'planned', replies: { 'leg-stop': 'pending' }, ledgerHold: 'open',
    send: commands.recallBridge, timeout: '6h', onTimeout: 'recallingLateBridge',
    on: { 'bridging.leg-bridged': { to: 'screeningBeforePayment', assign: assign.moved }, 'bridging.leg-bridge-failed': { to: 'voidingFailed', assign: assign.moved } }, ignore: [...sourced, 'leg.stop'],
  },
  // Recalled too onTimeout: what was broadcast meanwhile runs on, and whoever waits for the stop need not wait for its end.
  recallingDelivery: {
    phase: 'cancelling', compensates: true, status: asWhenRecalled, replies: { 'leg-stop': 'pending' }, ledgerHold: 'open',
    send: commands.recallDelivery, timeout: '6h', onTimeout: 'recallingDelivery',
    on: { ...deliveryEnds, ...runsOn }, ignore: [...screened, ...beforeBroadcast, 'leg.stop'],
  },
  recallingListed: {
    phase: 'delivering', compensates: true, status: asWhenRecalled, replies: { 'leg-stop': 'pending' }, ledgerHold: 'open',
    send: commands.recallDelivery, timeout: '6h', onTimeout: 'recallingListed',
    on: { ...deliveryEnds, ...runsOn, 'payout.leg-cancelled': { to: 'voidingFailed', assign: assign.stoppedByCompliance } }, ignore: [...screened, ...beforeBroadcast, 'leg.stop'],
  },
  voidingFailed: {
    phase: 'delivering', compensates: true, status: 'failed', replies: { 'leg-stop': 'pending', 'leg-retry': 'pending' }, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingFailed',
    on: { 'ledger.hold-voided': 'releasingFailed', 'leg.retry': 'voidingForRetry' }, ignore: [...over, 'leg.stop'],
  },
  releasingFailed: {
    phase: 'delivering', compensates: true, status: 'failed', replies: { 'leg-stop': 'pending', 'leg-retry': 'pending' },
    send: commands.releaseGroup, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingFailed',
    on: { 'liquidity.group-released': 'failed', 'leg.retry': 'releasingForRetry' }, ignore: [...over, 'ledger.hold-voided', 'leg.stop'],
  },
  // It is shown as failed before everything is given back, and may be retried from then on.
  voidingForRetry: {
    phase: 'delivering', cancellable: true, compensates: true, status: 'failed', isRetry: always, replies: { 'leg-stop': 'pending', 'leg-retry': 'pending' }, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingForRetry',
    on: { 'ledger.hold-voided': 'releasingForRetry', 'leg.stop': 'voidingFailed' }, ignore: over,
  },
  releasingForRetry: {
    phase: 'delivering', cancellable: true, compensates: true, status: 'failed', isRetry: always, replies: { 'leg-stop': 'pending', 'leg-retry': 'pending' },
    send: commands.releaseGroup, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingForRetry',
    on: { 'liquidity.group-released': retry, 'leg.stop': 'releasingFailed' }, ignore: [...over, 'ledger.hold-voided'],
  },
  voidingCancelled: {
    phase: 'cancelling', compensates: true, status: 'cancelled', replies: { 'leg-stop': 'pending' }, ledgerHold: 'maybe',
    send: commands.voidHold, timeout: SERVICE_TIMEOUT, onTimeout: 'voidingCancelled',
    on: { 'ledger.hold-voided': 'releasingCancelled' }, ignore: [...over, 'leg.stop'],
  },
  releasingCancelled: {
    phase: 'cancelling', compensates: true, status: 'cancelled', replies: { 'leg-stop': 'pending' },
    send: commands.releaseGroup, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingCancelled',
    on: { 'liquidity.group-released': 'cancelled' }, ignore: [...over, 'ledger.hold-voided', 'leg.stop'],
  },
  // Until the money is reserved the leg is what it was: a retry that is refused has changed nothing.
  reservingAgain: {
    phase: 'delivering', cancellable: true, status: 'failed', outcome: 'failed', isRetry: always, replies: { 'leg-retry': 'pending' },
    send: commands.reserveAgain, timeout: SERVICE_TIMEOUT, onTimeout: 'reservingAgain',
    on: {
      'liquidity.liquidity-reserved': nextAttempt,
      'liquidity.reserve-refused': { to: 'failed', assign: assign.refusedRetry },
      'leg.stop': 'releasingRetry',
    },
    ignore: closed,
  },
  releasingRetry: {
    phase: 'delivering', compensates: true, status: 'failed', outcome: 'failed', replies: { 'leg-stop': 'pending', 'leg-retry': 'pending' },
    send: commands.releaseRetry, timeout: SERVICE_TIMEOUT, onTimeout: 'releasingRetry',
    on: { 'liquidity.reservation-released': { to: 'failed', assign: assign.stoppedRetry } }, ignore: [...closed, 'leg.stop'],
  },

  delivered: { phase: 'settled', status: 'delivered', outcome: 'delivered', booked: 'posted', ends: true, on: {}, ignore: [...closed, 'leg.stop'] },
  failed: {
    phase: 'failed', status: 'failed', outcome: 'failed', replies: { 'leg-retry': 'refused' },
    ends: true, on: { 'leg.retry': retry }, ignore: [...closed, 'leg.stop'],
  },
  cancelled: {
    phase: 'cancelled', status: 'cancelled', outcome: 'cancelled', replies: { 'leg-stop': 'done' },
    ends: true, on: {}, ignore: [...closed, 'leg.stop'],
  },
};

export const payoutLegSaga: Saga<LegState, Details, Messages, LegColumns, Outgoing> = {
  version: 1, starts: ['holding'], terminalPhases: ['settled', 'failed', 'cancelled'], cancelledBy: ['leg.stop'],
  orders: {
    'leg-stop': { by: ['leg.stop'], otherwise: 'refused' },
    'leg-retry': { by: ['leg.retry'], otherwise: 'done' },
  },
  rows,
};
