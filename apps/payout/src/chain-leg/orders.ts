import type { BodyOf } from '@sluice/contract-kit';
import { legSigned, type deliverLeg, type recallPayoutLeg } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { isBeforeSending, type Authorization, type ChainLeg } from './chain-leg.js';
import { cancelled } from './ends.js';
import { quietly, telling, type Turn } from './telling.js';

export type Named = BodyOf<typeof recallPayoutLeg>;

/** Whom a command is for. */
export interface Ordered<B extends Named = Named> {
  readonly withdrawalId: string;
  readonly asker: ChainLeg['asker'];
  readonly body: B;
}

/** A signature this close to its end is not used any more, in milliseconds. */
const LEAST_LEFT_MS = 600_000;

const opened = ({ withdrawalId, asker, body: { legId, attempt, walletId } }: Ordered): ChainLeg => ({
  withdrawalId, legId, attempt, walletId, asker, status: 'planned', isInLine: false, isToBeWithdrawn: false, fruitless: 0, turn: 0,
});

/**
 * The signature that an earlier attempt of the same payment has left: whoever has seen it can still carry it out. Null when
 * there is none with enough time left.
 */
export function signatureLeft(earlier: readonly ChainLeg[], wanted: BodyOf<typeof deliverLeg>, now: Date): Authorization | null {
  const isUsable = ({ authorization, payment }: ChainLeg): boolean => authorization?.signature !== undefined && !authorization.isVoid
    && isSamePayment(payment, wanted) && new Date(authorization.approvalValidBefore).getTime() - now.getTime() > LEAST_LEFT_MS;
  return earlier.find(isUsable)?.authorization ?? null;
}

const isSamePayment = (payment: ChainLeg['payment'], { chain, toAddress, amount }: BodyOf<typeof deliverLeg>): boolean =>
  payment?.chain === chain && payment.amount.units === amount.units && payment.toAddress.toLowerCase() === toAddress.toLowerCase();

export const isQueueing = ({ approval }: BodyOf<typeof deliverLeg>, left: Authorization | null): boolean => approval === 'customer' && left === null;

/**
 * A leg that is asked for the first time. One whose earlier attempt has left a good signature carries out that one: the
 * same authorization moves the money once, two would move it twice.
 */
export function ordered(order: Ordered<BodyOf<typeof deliverLeg>>, left: Authorization | null, now: Date): Turn {
  const { chain, toAddress, amount, approval } = order.body;
  const leg: ChainLeg = { ...opened(order), payment: { chain, toAddress, amount, approval }, nextAt: now.toISOString() };
  if (left !== null) return telling({ ...leg, status: 'signed', authorization: left }, legSigned, {});
  return quietly(approval === 'customer' ? { ...leg, status: 'queued', isInLine: true } : leg);
}

/** A leg that is stopped before it was ever asked for: asked for later, it is cancelled already. */
export const closed = (order: Ordered, now: Date): Turn => cancelled(opened(order), 'recall', now);

/** A leg that is to be stopped; null when it has ended or runs on. */
export const stopped = (leg: ChainLeg, now: Date): Turn | null => (isBeforeSending(leg) ? cancelled(leg, 'recall', now) : null);

/** @throws DomainError `invalid_status` when no vote is awaited. */
export function voted(leg: ChainLeg, vote: NonNullable<ChainLeg['vote']>, now: Date): Turn {
  if (leg.status !== 'awaiting' || leg.vote !== undefined) throw new DomainError('invalid_status', 'No approval of this leg is awaited.');
  return quietly({ ...leg, vote, nextAt: now.toISOString(), fruitless: 0 });
}
