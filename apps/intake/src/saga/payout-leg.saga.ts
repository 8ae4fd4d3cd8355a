/**
 * The life of one payout leg of a wallet's withdrawal: hold, source, bridge, look at the lists, deliver, book, and every way back.
 * The legs of a withdrawal live side by side in its document; how they end is rolled up by wallet-withdrawal.saga.ts.
 */
import type { Outgoing } from '@sluice/contract-kit';
import type { AnyRow, Saga } from '@sluice/saga';
import type { LegDetails as Details } from '../withdrawal/payout-leg.js';
import { askForLeg as ask } from './leg-asks.js';
import { keepOfLeg as keep } from './leg-keep.js';
import type { LegMessages as Messages } from './leg-messages.js';
import { at, type Label } from './vocabulary.js';

export type LegState =
  | 'holding' | 'sourcing' | 'bridging' | 'screeningBeforePayment' | 'referredBeforePayment' | 'cancellingScreening' | 'cancellingLateScreening' | 'delivering' | 'awaitingApproval' | 'queuedForApproval' | 'signed' | 'sent' | 'confirming'
  | 'posting' | 'spending' | 'recallingBridge' | 'recallingLateBridge' | 'recallingDelivery' | 'recallingListed' | 'voidingFailed' | 'releasingFailed' | 'voidingCancelled' | 'releasingCancelled'
  | 'voidingForRetry' | 'releasingForRetry' | 'reservingAgain' | 'releasingRetry' | 'delivered' | 'failed' | 'cancelled';

type Row = AnyRow<LegState, Details, Messages, Label, Outgoing>;

/** Answers that may still be on their way once a stage is behind us; each stage knows those before it too. */
const held = ['liquidity.liquidity-reserved', 'liquidity.reserve-refused', 'ledger.hold-placed', 'ledger.hold-refused'] as const;
const sourcing = ['liquidity.group-sourced', 'liquidity.group-sourced-elsewhere', 'liquidity.group-unavailable'] as const;
const sourced = [...held, ...sourcing] as const;
const bridged = [...sourced, 'bridging.leg-bridged', 'bridging.leg-bridge-failed'] as const;
const screened = [...bridged, 'payment.cleared', 'payment.referred', 'payment.refused', 'compliance.screening-cancelled'] as const;
const beforeBroadcast = ['payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed'] as const;
const turns = [...beforeBroadcast, 'payout.leg-broadcast', 'payout.leg-confirming'] as const;
const over = [...screened, ...turns, 'payout.leg-delivered', 'payout.leg-failed', 'payout.leg-cancelled'] as const;
/** Everything: copies of answers to an attempt that has ended. */
const closed = [...over, 'ledger.hold-voided', 'liquidity.group-released', 'ledger.hold-posted', 'ledger.post-refused', 'liquidity.group-spent', 'liquidity.reservation-released'] as const;

/** A retry reserves afresh, under a new id. */
const retry = { to: 'reservingAgain', keep: keep.retry, renews: [ask.reserveAgain.command, ask.releaseRetry.command] } as const;
/** Once that is done a new attempt begins, and asks everything once more. */
const nextAttempt = { to: 'holding', keep: keep.nextAttempt, renews: Object.values(ask).map(({ command }) => command) } as const;
const stopHeld = { to: 'voidingCancelled', keep: keep.stop } as const;
const stopScreening = { to: 'cancellingScreening', keep: keep.stop } as const;
const stopAs = (recalledAs: Parameters<typeof keep.recall>[0]) => ({ to: 'recallingDelivery', keep: keep.recall(recalledAs) }) as const;
/** What was not broadcast yet is not paid without another look: it fails, and its next attempt is looked up. */
const listed = (recalledAs: Parameters<typeof keep.recall>[0]) => ({ to: 'recallingListed', keep: keep.recallListed(recalledAs) }) as const;
const deliveryEnds = {
  'payout.leg-delivered': { to: 'posting', keep: keep.transaction },
  'payout.leg-failed': { to: 'voidingFailed', keep: keep.failure },
  'payout.leg-cancelled': { to: 'voidingCancelled', keep: keep.cancelled },
} as const;
const awaiting = { to: 'awaitingApproval', keep: keep.approval } as const;
const queued = { to: 'queuedForApproval', keep: keep.queue } as const;
const sent = { to: 'sent', keep: keep.transaction } as const;
const confirming = { to: 'confirming', keep: keep.transaction } as const;
const runsOn = { 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming } as const;

/** What was looked up in review so lately need not be looked up again, nor what nobody has a name for. */
const GOOD_FOR_MS = 60_000;

const isLookedUp = ({ sourceLabel, lookedUpAt }: Details, now: Date): boolean =>
  !sourceLabel || (lookedUpAt !== undefined && now.getTime() - Date.parse(lookedUpAt) <= GOOD_FOR_MS);

const rows: Record<LegState, Row> = {
  // The ledger answers a hold id once for good, so asking again does no harm; giving up would fail a leg for our lateness.
  holding: {
    is: at('authorized'), send: ask.placeHold, within: '10m', late: 'holding',
    on: { 'ledger.hold-placed': 'sourcing', 'ledger.hold-refused': { to: 'releasingFailed', keep: keep.staleLedger }, 'leg.stop': stopHeld },
    ignore: ['liquidity.liquidity-reserved', 'liquidity.reserve-refused', ...sourcing],
  },
  sourcing: {
    is: at('sourcing'), send: ask.sourceGroup, within: '10d', late: { to: 'voidingFailed', keep: keep.staleLedger },
    on: {
      'liquidity.group-sourced': 'screeningBeforePayment',
      'liquidity.group-sourced-elsewhere': { to: 'bridging', keep: keep.transfers },
      'liquidity.group-unavailable': { to: 'voidingFailed', keep: keep.unavailable },
      'leg.stop': stopHeld,
    },
    ignore: held,
  },
  bridging: {
    is: at('bridging'), send: ask.bridge, within: '10d', late: { to: 'recallingLateBridge', keep: keep.chainFailure },
    on: {
      'bridging.leg-bridged': { to: 'screeningBeforePayment', keep: keep.moved },
      'bridging.leg-bridge-failed': { to: 'voidingFailed', keep: keep.bridgeFailure },
      'leg.stop': { to: 'recallingBridge', keep: keep.stop },
    },
    ignore: sourced,
  },
  // Selling and bridging take minutes to days, and the lists may name somebody by now.
  screeningBeforePayment: {
    is: at('delivering'), send: ask.screenBeforePayment, within: '10m', late: 'screeningBeforePayment', skip: { when: isLookedUp, to: 'delivering' },
    on: { 'payment.cleared': 'delivering', 'payment.referred': 'referredBeforePayment', 'payment.refused': { to: 'voidingFailed', keep: keep.stoppedByCompliance }, 'leg.stop': stopScreening },
    ignore: bridged,
  },
  referredBeforePayment: {
    is: at('delivering'), within: '14d', late: { to: 'cancellingLateScreening', keep: keep.stoppedByCompliance },
    on: { 'payment.cleared': 'delivering', 'payment.refused': { to: 'voidingFailed', keep: keep.stoppedByCompliance }, 'leg.stop': stopScreening },
    ignore: [...bridged, 'payment.referred'],
  },
  cancellingScreening: {
    is: at('cancelling'), send: ask.cancelScreening, within: '10m', late: 'cancellingScreening',
    on: { 'compliance.screening-cancelled': 'voidingCancelled' }, ignore: [...bridged, 'payment.cleared', 'payment.referred', 'payment.refused', 'leg.stop'],
  },
  cancellingLateScreening: {
    is: at('delivering'), send: ask.cancelScreening, within: '10m', late: 'cancellingLateScreening',
    on: { 'compliance.screening-cancelled': 'voidingFailed' }, ignore: [...bridged, 'payment.cleared', 'payment.referred', 'payment.refused', 'leg.stop'],
  },
  delivering: {
    is: at('delivering'), send: ask.deliver, within: '2d', late: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-approval-requested': awaiting, 'payout.leg-approval-queued': queued, 'payout.leg-signed': 'signed', 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming, 'leg.stop': stopAs('planned'), 'leg.listed': listed('planned') },
    ignore: screened,
  },
  awaitingApproval: {
    is: at('delivering', 'approval'), within: '2d', late: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-signed': 'signed', 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming, 'leg.stop': stopAs('awaiting_signature'), 'leg.listed': listed('awaiting_signature') },
    ignore: [...screened, 'payout.leg-approval-requested', 'payout.leg-approval-queued'],
  },
  queuedForApproval: {
    is: at('delivering', 'approval_queued'), within: '10d', late: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-approval-requested': awaiting, 'payout.leg-approval-queued': queued, 'payout.leg-signed': 'signed', 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming, 'leg.stop': stopAs('queued'), 'leg.listed': listed('queued') },
    ignore: screened,
  },
  signed: {
    is: at('delivering'), within: '1d', late: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-broadcast': sent, 'payout.leg-confirming': confirming, 'leg.stop': stopAs('signed'), 'leg.listed': listed('signed') },
    ignore: [...screened, 'payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed'],
  },
  sent: {
    is: at('delivering'), within: '1d', late: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-confirming': confirming },
    ignore: [...screened, 'payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed', 'payout.leg-broadcast', 'leg.stop'],
  },
  confirming: {
    is: at('delivering'), within: '1d', late: 'delivering',
    on: { ...deliveryEnds, 'payout.leg-broadcast': sent },
    ignore: [...screened, 'payout.leg-approval-requested', 'payout.leg-approval-queued', 'payout.leg-signed', 'payout.leg-confirming', 'leg.stop'],
  },
  posting: {
    is: at('delivering'), send: ask.post, within: '10m', late: 'posting',
    on: { 'ledger.hold-posted': 'spending' }, ignore: [...over, 'leg.stop'], park: ['ledger.post-refused'],
  },
  spending: {
    is: at('delivering'), send: ask.spendGroup, within: '10m', late: 'spending',
    on: { 'liquidity.group-spent': 'delivered' }, ignore: [...over, 'ledger.hold-posted', 'ledger.post-refused', 'leg.stop'],
  },

  // The ways back: what was sourced or bridged stays in the wallet as cash, where it is.
  recallingBridge: {
    is: at('cancelling'), send: ask.recallBridge, within: '6h', late: 'recallingBridge',
    on: { 'bridging.leg-bridged': { to: 'voidingCancelled', keep: keep.moved }, 'bridging.leg-bridge-failed': { to: 'voidingCancelled', keep: keep.moved } }, ignore: [...sourced, 'leg.stop'],
  },
  recallingLateBridge: {
    is: at('bridging'), send: ask.recallBridge, within: '6h', late: 'recallingLateBridge',
    on: { 'bridging.leg-bridged': { to: 'screeningBeforePayment', keep: keep.moved }, 'bridging.leg-bridge-failed': { to: 'voidingFailed', keep: keep.moved } }, ignore: [...sourced, 'leg.stop'],
  },
  // Recalled too late: what was broadcast meanwhile runs on, and whoever waits for the stop need not wait for its end.
  recallingDelivery: {
    is: at('cancelling'), send: ask.recallDelivery, within: '6h', late: 'recallingDelivery',
    on: { ...deliveryEnds, ...runsOn }, ignore: [...screened, ...beforeBroadcast, 'leg.stop'],
  },
  recallingListed: {
    is: at('delivering'), send: ask.recallDelivery, within: '6h', late: 'recallingListed',
    on: { ...deliveryEnds, ...runsOn, 'payout.leg-cancelled': { to: 'voidingFailed', keep: keep.stoppedByCompliance } }, ignore: [...screened, ...beforeBroadcast, 'leg.stop'],
  },
  voidingFailed: {
    is: at('delivering'), send: ask.voidHold, within: '10m', late: 'voidingFailed',
    on: { 'ledger.hold-voided': 'releasingFailed', 'leg.retry': 'voidingForRetry' }, ignore: [...over, 'leg.stop'],
  },
  releasingFailed: {
    is: at('delivering'), send: ask.releaseGroup, within: '10m', late: 'releasingFailed',
    on: { 'liquidity.group-released': 'failed', 'leg.retry': 'releasingForRetry' }, ignore: [...over, 'ledger.hold-voided', 'leg.stop'],
  },
  // It is seen to have failed before everything is given back, and may be retried from then on.
  voidingForRetry: {
    is: at('delivering'), send: ask.voidHold, within: '10m', late: 'voidingForRetry',
    on: { 'ledger.hold-voided': 'releasingForRetry', 'leg.stop': 'voidingFailed' }, ignore: over,
  },
  releasingForRetry: {
    is: at('delivering'), send: ask.releaseGroup, within: '10m', late: 'releasingForRetry',
    on: { 'liquidity.group-released': retry, 'leg.stop': 'releasingFailed' }, ignore: [...over, 'ledger.hold-voided'],
  },
  voidingCancelled: {
    is: at('cancelling'), send: ask.voidHold, within: '10m', late: 'voidingCancelled',
    on: { 'ledger.hold-voided': 'releasingCancelled' }, ignore: [...over, 'leg.stop'],
  },
  releasingCancelled: {
    is: at('cancelling'), send: ask.releaseGroup, within: '10m', late: 'releasingCancelled',
    on: { 'liquidity.group-released': 'cancelled' }, ignore: [...over, 'ledger.hold-voided', 'leg.stop'],
  },
  // Until the money is reserved the leg is what it was: a retry that is refused has changed nothing.
  reservingAgain: {
    is: at('delivering'), send: ask.reserveAgain, within: '10m', late: 'reservingAgain',
    on: {
      'liquidity.liquidity-reserved': nextAttempt,
      'liquidity.reserve-refused': { to: 'failed', keep: keep.refusedRetry },
      'leg.stop': 'releasingRetry',
    },
    ignore: closed,
  },
  releasingRetry: {
    is: at('delivering'), send: ask.releaseRetry, within: '10m', late: 'releasingRetry',
    on: { 'liquidity.reservation-released': { to: 'failed', keep: keep.stoppedRetry } }, ignore: [...closed, 'leg.stop'],
  },

  delivered: { is: at('settled'), ends: true, on: {}, ignore: [...closed, 'leg.stop'] },
  failed: { is: at('failed'), ends: true, on: { 'leg.retry': retry }, ignore: [...closed, 'leg.stop'] },
  cancelled: { is: at('cancelled'), ends: true, on: {}, ignore: [...closed, 'leg.stop'] },
};

export const payoutLegSaga: Saga<LegState, Details, Messages, Label, Outgoing> = { version: 1, starts: ['holding'], rows };

/** States in which a leg that has failed is still nothing else, whatever comes of its retry. */
export const failedStates: readonly string[] = ['failed', 'reservingAgain', 'releasingRetry'] satisfies LegState[];

/** States in which a retry that comes joins the one before it: its attempt is not under way. */
export const retryStates: readonly string[] = ['voidingForRetry', 'releasingForRetry', 'reservingAgain'] satisfies LegState[];
