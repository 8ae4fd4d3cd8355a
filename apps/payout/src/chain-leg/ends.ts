import { legCancelled, legDelivered, legFailed } from '@sluice/contract-payout';
import type { ChainLeg, Failure } from './chain-leg.js';
import { quietly, telling, type Turn } from './telling.js';

type Hash = NonNullable<ChainLeg['txHash']>;

/** What an ended leg still has to do: leave its line and take its question back, at once. */
function over({ nextAt: _, vote: _vote, blockedBy: _blockedBy, ...leg }: ChainLeg, now: Date): ChainLeg {
  const isBusy = leg.isInLine || leg.isToBeWithdrawn;
  return { ...leg, fruitless: 0, ...(isBusy ? { nextAt: now.toISOString() } : {}) };
}

/** An activity whose end nobody knows might still be approved: it is taken back, so that no signature comes of it. */
const withdrawing = (leg: ChainLeg): ChainLeg => {
  const { authorization } = leg;
  const isOpen = authorization?.activityId !== undefined && authorization.signature === undefined && !authorization.isVoid;
  return { ...leg, isToBeWithdrawn: isOpen };
};

export const delivered = (leg: ChainLeg, txHash: Hash, now: Date): Turn =>
  telling(over({ ...leg, status: 'delivered', txHash }, now), legDelivered, { txHash });

export function failed(leg: ChainLeg, failure: Failure, now: Date): Turn {
  const { txHash } = leg;
  return telling(over(withdrawing({ ...leg, status: 'failed', failure }), now), legFailed, { reason: failure, ...(txHash === undefined ? {} : { txHash }) });
}

export const cancelled = (leg: ChainLeg, by: 'customer' | 'recall', now: Date): Turn =>
  telling(over(withdrawing({ ...leg, status: 'cancelled', cancelledBy: by }), now), legCancelled, { by });

/** It has left its line. */
export const outOfLine = (leg: ChainLeg, now: Date): Turn => quietly(over({ ...leg, isInLine: false }, now));

/** Its question was taken back; `isVoid` when the signer says that no signature will come of it. */
export function withdrawn(leg: ChainLeg, isVoid: boolean, now: Date): Turn {
  const { authorization } = leg;
  return quietly(over({ ...leg, isToBeWithdrawn: false, ...(authorization ? { authorization: { ...authorization, isVoid: authorization.isVoid || isVoid } } : {}) }, now));
}
