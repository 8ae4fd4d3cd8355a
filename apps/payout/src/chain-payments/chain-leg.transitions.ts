import type { BodyOf } from '@sluice/contract-kit';
import {
  legApprovalQueued, legApprovalRequested, legBroadcast, legCancelled, legConfirming, legDelivered, legFailed, legSigned, type deliverLeg,
  type recallPayoutLeg,
} from '@sluice/contract-payout';
import type { ChainObservation } from '@sluice/evm';
import { after, DomainError } from '@sluice/kernel';
import type { SigningReport } from '../providers/signer.js';
import { isBeforeSending, isGone, recheckedLater, withEvent, withoutEvent, type Authorization, type ChainLeg, type Failure, type LegChange } from './chain-leg.js';

type Hash = NonNullable<ChainLeg['txHash']>;

/** What an ended leg still has to do, at once: leave the approval queue and withdraw its request at the signer. */
function afterEnd({ nextAt: _, vote: _vote, blockedBy: _blockedBy, ...leg }: ChainLeg, now: Date): ChainLeg {
  const isBusy = leg.isInLine || leg.isToBeWithdrawn;
  return { ...leg, failedAttempts: 0, ...(isBusy ? { nextAt: now.toISOString() } : {}) };
}

/** An activity that has not ended could still be approved: its request is withdrawn, so that no signature comes of it. */
const withdrawingRequest = (leg: ChainLeg): ChainLeg => {
  const { authorization } = leg;
  const isOpen = authorization?.activityId !== undefined && authorization.signature === undefined && !authorization.isVoid;
  return { ...leg, isToBeWithdrawn: isOpen };
};

export const delivered = (leg: ChainLeg, txHash: Hash, now: Date): LegChange =>
  withEvent(afterEnd({ ...leg, status: 'delivered', txHash }, now), legDelivered, { txHash });

export function failed(leg: ChainLeg, failure: Failure, now: Date): LegChange {
  const { txHash } = leg;
  return withEvent(afterEnd(withdrawingRequest({ ...leg, status: 'failed', failure }), now), legFailed, { reason: failure, ...(txHash === undefined ? {} : { txHash }) });
}

export const cancelled = (leg: ChainLeg, by: 'customer' | 'recall', now: Date): LegChange =>
  withEvent(afterEnd(withdrawingRequest({ ...leg, status: 'cancelled', cancelledBy: by }), now), legCancelled, { by });

/** It has left the approval queue. */
export const outOfQueue = (leg: ChainLeg, now: Date): LegChange => withoutEvent(afterEnd({ ...leg, isInLine: false }, now));

/** Its request was withdrawn; `isVoid` when the signer says that no signature will come of it. */
export function requestWithdrawn(leg: ChainLeg, isVoid: boolean, now: Date): LegChange {
  const { authorization } = leg;
  return withoutEvent(afterEnd({ ...leg, isToBeWithdrawn: false, ...(authorization ? { authorization: { ...authorization, isVoid: authorization.isVoid || isVoid } } : {}) }, now));
}

export type LegIds = BodyOf<typeof recallPayoutLeg>;

/** A command about a leg, with its withdrawal and the reply address. */
export interface LegCommand<B extends LegIds = LegIds> {
  readonly withdrawalId: string;
  readonly replyAddress: ChainLeg['replyAddress'];
  readonly body: B;
}

/** A signature that expires sooner is not used any more. */
const LEAST_VALIDITY_MS = 600_000;

const newLeg = ({ withdrawalId, replyAddress, body: { legId, attempt, walletId } }: LegCommand): ChainLeg => ({
  withdrawalId, legId, attempt, walletId, replyAddress, status: 'planned', isInLine: false, isToBeWithdrawn: false, failedAttempts: 0, turn: 0,
});

/**
 * The signature of an earlier attempt of the same payment: whoever has seen it can still execute it. Null when there is none
 * that is valid for long enough.
 */
export function reusableSignature(earlier: readonly ChainLeg[], wanted: BodyOf<typeof deliverLeg>, now: Date): Authorization | null {
  const isUsable = ({ authorization, payment }: ChainLeg): boolean => authorization?.signature !== undefined && !authorization.isVoid
    && isSamePayment(payment, wanted) && new Date(authorization.approvalValidBefore).getTime() - now.getTime() > LEAST_VALIDITY_MS;
  return earlier.find(isUsable)?.authorization ?? null;
}

const isSamePayment = (payment: ChainLeg['payment'], { chain, toAddress, amount }: BodyOf<typeof deliverLeg>): boolean =>
  payment?.chain === chain && payment.amount.units === amount.units && payment.toAddress.toLowerCase() === toAddress.toLowerCase();

export const needsApprovalQueue = ({ approval }: BodyOf<typeof deliverLeg>, signature: Authorization | null): boolean => approval === 'customer' && signature === null;

/**
 * A leg that is ordered for the first time. If an earlier attempt left a usable signature, that is executed: the same
 * authorization moves the money once, two would move it twice.
 */
export function opened(command: LegCommand<BodyOf<typeof deliverLeg>>, signature: Authorization | null, now: Date): LegChange {
  const { chain, toAddress, amount, approval } = command.body;
  const leg: ChainLeg = { ...newLeg(command), payment: { chain, toAddress, amount, approval }, nextAt: now.toISOString() };
  if (signature !== null) return withEvent({ ...leg, status: 'signed', authorization: signature }, legSigned, {});
  return withoutEvent(approval === 'customer' ? { ...leg, status: 'queued', isInLine: true } : leg);
}

/** A leg that is recalled before it was ordered: ordered later, it is cancelled already. */
export const closed = (command: LegCommand, now: Date): LegChange => cancelled(newLeg(command), 'recall', now);

/** A leg that is recalled; null when it has ended or can no longer be stopped. */
export const stopped = (leg: ChainLeg, now: Date): LegChange | null => (isBeforeSending(leg) ? cancelled(leg, 'recall', now) : null);

/** @throws DomainError `invalid_status` when no vote is awaited. */
export function voted(leg: ChainLeg, vote: NonNullable<ChainLeg['vote']>, now: Date): LegChange {
  if (leg.status !== 'awaiting' || leg.vote !== undefined) throw new DomainError('invalid_status', 'No approval of this leg is awaited.');
  return withoutEvent({ ...leg, vote, nextAt: now.toISOString(), failedAttempts: 0 });
}

/** How long an authorization may wait for its approval and its broadcast. */
const VALID_FOR = '24h';

/** The request to the signer, stored before the call. */
export function signatureRequested(leg: ChainLeg, terms: Pick<Authorization, 'from' | 'nonce' | 'validBefore' | 'sinceBlock' | 'request'>, now: Date): LegChange {
  const requestedAt = now.toISOString();
  const authorization: Authorization = { ...terms, requestedAt, approvalValidBefore: after(now, VALID_FOR).toISOString(), isVoid: false };
  return withoutEvent({ ...leg, status: 'asking', authorization, nextAt: requestedAt, failedAttempts: 0 });
}

/** Another leg's approval comes first; an event when that is another leg than before. */
export function queuedBehind(leg: ChainLeg, blockedBy: string, now: Date): LegChange {
  const waiting = recheckedLater(leg, 'queue', now);
  return leg.blockedBy === blockedBy ? withoutEvent(waiting) : withEvent({ ...waiting, blockedBy }, legApprovalQueued, { blockedBy });
}

/** It is first in the approval queue. */
export const firstInQueue = ({ blockedBy: _, ...leg }: ChainLeg, now: Date): LegChange => withoutEvent({ ...leg, status: 'planned', nextAt: now.toISOString(), failedAttempts: 0 });

/** Whether its authorization is no longer to be approved or sent. */
export const isExpired = ({ status, authorization }: ChainLeg, now: Date): boolean =>
  (status === 'asking' || status === 'awaiting' || status === 'signed') && authorization !== undefined && now >= new Date(authorization.approvalValidBefore);

export const expired = (leg: ChainLeg, now: Date): LegChange => failed(leg, 'usdc_authorization_expired', now);

/** The leg after the signer has reported its activity. */
export function afterSigningReport(leg: ChainLeg, report: SigningReport, now: Date): LegChange {
  if (leg.authorization === undefined) return withoutEvent(leg);
  const authorization: Authorization = { ...leg.authorization, activityId: report.activityId };
  switch (report.status) {
    case 'pending': return pending({ ...leg, authorization }, now);
    case 'signed': return signed(leg, { ...authorization, signature: report.signature }, now);
    case 'failed': return failed({ ...leg, authorization: { ...authorization, isVoid: true } }, 'turnkey_activity_failed', now);
    case 'rejected': return cancelled({ ...leg, authorization: { ...authorization, isVoid: true } }, 'customer', now);
  }
}

function signed({ vote: _, ...leg }: ChainLeg, authorization: Authorization, now: Date): LegChange {
  return withEvent({ ...leg, authorization, status: 'signed', nextAt: now.toISOString(), failedAttempts: 0 }, legSigned, {});
}

/** The customer's approval is awaited where it is required; a policy that decides alone only takes its time. */
function pending(leg: ChainLeg, now: Date): LegChange {
  const { authorization, payment, status } = leg;
  if (authorization?.activityId === undefined) return withoutEvent(recheckedLater(leg, 'signer', now));
  if (payment?.approval !== 'customer' || status === 'awaiting') return withoutEvent(recheckedLater(leg, 'signer', now));
  const { activityId, requestedAt, approvalValidBefore } = authorization;
  const awaiting = recheckedLater({ ...leg, status: 'awaiting', failedAttempts: 0 }, 'signer', now);
  return withEvent(awaiting, legApprovalRequested, { turnkeyActivityId: activityId, approvalRequestedAt: requestedAt, approvalValidBefore });
}

/** From here on it is sent, whatever happens; stored before the transaction is ordered. */
export const transferOrdered = (leg: ChainLeg, gas: bigint | undefined, now: Date): LegChange =>
  withoutEvent({ ...leg, status: 'ordered', nextAt: now.toISOString(), failedAttempts: 0, ...(gas === undefined ? {} : { gas: String(gas) }) });

/** In a block, not deep enough yet. */
export const confirming = (leg: ChainLeg, txHash: Hash, now: Date): LegChange =>
  withEvent(recheckedLater({ ...leg, status: 'confirming', txHash }, 'chain', now), legConfirming, { txHash });

const broadcast = (leg: ChainLeg, txHash: Hash, now: Date): LegChange =>
  withEvent(recheckedLater({ ...leg, status: 'broadcast', txHash, failedAttempts: 0 }, 'chain', now), legBroadcast, { txHash });

/** The transaction alone does not say whether the money was moved: the authorization is queried on the chain. */
const unsettled = (leg: ChainLeg, failure: Failure, now: Date): LegChange =>
  withoutEvent({ ...leg, status: 'unsettled', failure, nextAt: now.toISOString(), failedAttempts: 0 });

/** The wallet holds less than the ledger says: also because the payment was made, and the database that knew of it was lost and put back. */
export const unfunded = (leg: ChainLeg, now: Date): LegChange => unsettled(leg, 'cash_leg_unfulfillable_stale_ledger', now);

const failureOf = (reason: string): Failure => {
  if (/exceeds balance/i.test(reason)) return 'cash_leg_unfulfillable_stale_ledger';
  return /authorization is expired/i.test(reason) ? 'usdc_authorization_expired' : 'onchain_failed';
};

/** The leg after an event of its transaction; null when that changes nothing. Events may come twice, not out of order. */
export function afterTransactionEvent(leg: ChainLeg, event: ChainObservation, now: Date): LegChange | null {
  switch (event.kind) {
    case 'broadcast': return leg.status === 'ordered' || leg.status === 'broadcast' ? afterBroadcast(leg, event.hash, now) : null;
    case 'confirmed': return afterConfirmation(leg, event.hash, now);
    case 'put-back': return leg.txHash !== undefined && !isGone(leg) && (leg.status === 'delivered' || leg.status === 'confirming') ? broadcast(leg, leg.txHash, now) : null;
    case 'refused': return leg.status === 'ordered' ? unsettled(leg, failureOf(event.reason), now) : null;
    // What reverted may still succeed after a reorganisation: only at its final depth has it failed.
    case 'reverted': return leg.status === 'ordered' || leg.status === 'broadcast' ? confirming(leg, event.hash, now) : null;
    case 'final': return event.succeeded ? afterConfirmation(leg, event.hash, now) : afterFinalRevert(leg, event, now);
    case 'gone': return leg.status === 'delivered' && !isGone(leg) ? withoutEvent(goneFrom(leg, now)) : null;
  }
}

const afterBroadcast = (leg: ChainLeg, hash: Hash, now: Date): LegChange | null => (leg.status === 'broadcast' && leg.txHash === hash ? null : broadcast(leg, hash, now));

/** In two steps, each with its event, so that no payment is delivered that was not confirming before. */
function afterConfirmation(leg: ChainLeg, hash: Hash, now: Date): LegChange | null {
  if (leg.status === 'ordered' || leg.status === 'broadcast') return confirming(leg, hash, now);
  if (leg.status === 'confirming') return delivered(leg, hash, now);
  return isGone(leg) ? withoutEvent({ ...leg, txHash: hash, foundAgainAt: now.toISOString() }) : null;
}

const goneFrom = ({ foundAgainAt: _, goneFor: __, ...leg }: ChainLeg, now: Date): ChainLeg => ({ ...leg, goneSince: now.toISOString() });

/** What was delivered, is gone and cannot be sent again stays delivered for its withdrawal: it is for operators to pay it. */
function afterFinalRevert(leg: ChainLeg, { hash, reason = 'reverted' }: Extract<ChainObservation, { kind: 'final' }>, now: Date): LegChange | null {
  if (isGone(leg)) return leg.goneFor === reason ? null : withoutEvent({ ...leg, goneFor: reason });
  return ['ordered', 'broadcast', 'confirming'].includes(leg.status) ? unsettled({ ...leg, txHash: hash }, 'onchain_reverted', now) : null;
}

/** What the chain says of the authorization itself, after its transaction failed. */
export type Fate =
  /** The money was moved, deep enough, by this transaction: whoever sent it. */
  | { readonly kind: 'carried-out'; readonly txHash: Hash }
  /** Nothing was moved so far. */
  | { readonly kind: 'unused' }
  /** It can never be executed any more: expired in a final block, or cancelled. */
  | { readonly kind: 'dead' }
  /** Used in a block that is not deep enough. */
  | { readonly kind: 'unsure' };

export function settled(leg: ChainLeg, fate: Fate, now: Date): LegChange {
  if (fate.kind === 'unsure') return withoutEvent(recheckedLater(leg, 'chain', now));
  if (fate.kind === 'carried-out') {
    const { failure: _, ...rest } = leg;
    return delivered(rest, fate.txHash, now);
  }
  return failed(leg, leg.failure ?? 'onchain_failed', now);
}
