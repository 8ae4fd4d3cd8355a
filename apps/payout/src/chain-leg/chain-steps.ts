import { legBroadcast, legConfirming } from '@sluice/contract-payout';
import type { NewsItem } from '@sluice/evm';
import { isGone, type ChainLeg, type Failure } from './chain-leg.js';
import { delivered, failed } from './ends.js';
import { looking } from './waiting.js';
import { quietly, telling, type Turn } from './telling.js';

type Hash = NonNullable<ChainLeg['txHash']>;

/** From here on it goes out, whatever happens; written before the transaction is ordered. */
export const sending = (leg: ChainLeg, gas: bigint | undefined, now: Date): Turn =>
  quietly({ ...leg, status: 'ordered', nextAt: now.toISOString(), fruitless: 0, ...(gas === undefined ? {} : { gas: String(gas) }) });

/** The wallet does not hold what the books say. Nothing was sent. */
export const unfunded = (leg: ChainLeg, now: Date): Turn => failed(leg, 'cash_leg_unfulfillable_stale_ledger', now);

/** In a block, not deep enough yet. */
export const confirming = (leg: ChainLeg, txHash: Hash, now: Date): Turn =>
  telling(looking({ ...leg, status: 'confirming', txHash }, 'chain', now), legConfirming, { txHash });

const broadcast = (leg: ChainLeg, txHash: Hash, now: Date): Turn =>
  telling(looking({ ...leg, status: 'broadcast', txHash, fruitless: 0 }, 'chain', now), legBroadcast, { txHash });

/** Nobody can tell from the transaction alone whether the money was moved: the chain is asked. */
const unsettled = (leg: ChainLeg, failure: Failure, now: Date): Turn =>
  quietly({ ...leg, status: 'unsettled', failure, nextAt: now.toISOString(), fruitless: 0 });

const ofRefusal = (reason: string): Failure => {
  if (/exceeds balance/i.test(reason)) return 'cash_leg_unfulfillable_stale_ledger';
  return /authorization is expired/i.test(reason) ? 'usdc_authorization_expired' : 'onchain_failed';
};

/** What the leg's news makes of it; null when it changes nothing. News may come twice, not out of order. */
export function heardFromChain(leg: ChainLeg, news: NewsItem, now: Date): Turn | null {
  switch (news.kind) {
    case 'broadcast': return leg.status === 'ordered' || leg.status === 'broadcast' ? afterBroadcast(leg, news.hash, now) : null;
    case 'confirmed': return afterConfirmation(leg, news.hash, now);
    case 'put-back': return leg.txHash !== undefined && !isGone(leg) && (leg.status === 'delivered' || leg.status === 'confirming') ? broadcast(leg, leg.txHash, now) : null;
    case 'refused': return leg.status === 'ordered' ? unsettled(leg, ofRefusal(news.reason), now) : null;
    // What reverted may still succeed after a reorganisation: only at its final depth has it failed.
    case 'reverted': return leg.status === 'ordered' || leg.status === 'broadcast' ? confirming(leg, news.hash, now) : null;
    case 'final': return news.succeeded ? afterConfirmation(leg, news.hash, now) : afterFinalRevert(leg, news, now);
    case 'gone': return leg.status === 'delivered' && !isGone(leg) ? quietly(goneFrom(leg, now)) : null;
  }
}

const afterBroadcast = (leg: ChainLeg, hash: Hash, now: Date): Turn | null => (leg.status === 'broadcast' && leg.txHash === hash ? null : broadcast(leg, hash, now));

/** Told in two steps, so that nobody sees a payment arrive that was not first seen in a block. */
function afterConfirmation(leg: ChainLeg, hash: Hash, now: Date): Turn | null {
  if (leg.status === 'ordered' || leg.status === 'broadcast') return confirming(leg, hash, now);
  if (leg.status === 'confirming') return delivered(leg, hash, now);
  return isGone(leg) ? quietly({ ...leg, txHash: hash, foundAgainAt: now.toISOString() }) : null;
}

const goneFrom = ({ foundAgainAt: _, goneFor: __, ...leg }: ChainLeg, now: Date): ChainLeg => ({ ...leg, goneSince: now.toISOString() });

/** What was delivered, is gone and cannot be sent again stays delivered for its withdrawal: it is for operators to pay it. */
function afterFinalRevert(leg: ChainLeg, { hash, reason = 'reverted' }: Extract<NewsItem, { kind: 'final' }>, now: Date): Turn | null {
  if (isGone(leg)) return leg.goneFor === reason ? null : quietly({ ...leg, goneFor: reason });
  return ['ordered', 'broadcast', 'confirming'].includes(leg.status) ? unsettled({ ...leg, txHash: hash }, 'onchain_reverted', now) : null;
}

/** What the chain says of the authorization itself, after its transaction came to nothing. */
export type Fate =
  /** The money was moved, deep enough, by this transaction: whoever sent it. */
  | { readonly kind: 'carried-out'; readonly txHash: Hash }
  /** Nothing was moved so far. */
  | { readonly kind: 'unused' }
  /** It can never be carried out any more: expired in a final block, or cancelled. */
  | { readonly kind: 'dead' }
  /** Used in a block that is not deep enough. */
  | { readonly kind: 'unsure' };

export function settled(leg: ChainLeg, fate: Fate, now: Date): Turn {
  if (fate.kind === 'unsure') return quietly(looking(leg, 'chain', now));
  if (fate.kind === 'carried-out') {
    const { failure: _, ...rest } = leg;
    return delivered(rest, fate.txHash, now);
  }
  return failed(leg, leg.failure ?? 'onchain_failed', now);
}
