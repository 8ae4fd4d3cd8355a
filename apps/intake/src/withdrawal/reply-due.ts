import type { Deferred } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import type { RefusalCode } from '@sluice/kernel';
import { legHasEnded } from './legs.js';
import { viewOfKind } from './view.js';
import { isAuthorized, type WaitingClient, type Withdrawal } from './withdrawal.js';
import { walletViewOf } from './wallet-view.js';

type Order = WaitingClient['for'];
type Verdict = 'open' | 'done' | 'refused';

/** States in which it is not yet decided whether an acceptance, or a wallet's order, comes to something. */
const deciding: readonly string[] = ['screeningForAcceptance', 'placingHold', 'reserving'];

const authorization = (withdrawal: Withdrawal): Verdict =>
  deciding.includes(withdrawal.state) ? 'open' : isAuthorized(withdrawal) ? 'done' : 'refused';

const legOf = (withdrawal: Withdrawal, legId: string | undefined) => withdrawal.legs.find(({ details }) => details.legId === legId);

/** For each kind of order: is it still open, carried out, or come to nothing? */
const verdicts: Record<Order, (withdrawal: Withdrawal, legId: string | undefined) => Verdict> = {
  acceptance: authorization,
  'wallet-order': authorization,
  cancellation: ({ phase }) => (phase === 'cancelling' ? 'open' : phase === 'cancelled' ? 'done' : 'refused'),
  /** What was broadcast runs on and is not waited for. */
  stop: ({ phase, legs }) => {
    const compensating = legs.length === 0 ? phase === 'cancelling' : legs.some((leg) => !legHasEnded(leg) && /^(recalling|voiding|releasing)/.test(leg.state));
    return compensating ? 'open' : 'done';
  },
  'leg-stop': (withdrawal, legId) => {
    const leg = legOf(withdrawal, legId);
    if (leg && !legHasEnded(leg)) return /^(recalling|voiding|releasing)/.test(leg.state) ? 'open' : 'refused';
    return leg?.state === 'cancelled' ? 'done' : 'refused';
  },
  'leg-retry': (withdrawal, legId) => {
    const leg = legOf(withdrawal, legId);
    if (leg && !legHasEnded(leg) && /^reservingAgain$|^(voiding|releasing)(ForRetry|Failed)$|^releasingRetry$/.test(leg.state)) return 'open';
    return leg?.state === 'failed' ? 'refused' : 'done';
  },
};

const refusalOf = (order: Order, withdrawal: Withdrawal, legId: string | undefined): RefusalCode => {
  const { details } = withdrawal;
  if (order === 'leg-retry') return legOf(withdrawal, legId)?.details.refusal ?? 'invalid_status';
  return (order === 'acceptance' || order === 'wallet-order' ? details.refusal : undefined) ?? 'invalid_status';
};

function replyTo(order: Order, next: Versioned<Withdrawal>): unknown {
  if (order === 'wallet-order') return { created: true, withdrawal: walletViewOf(next) };
  return viewOfKind(next);
}

/** The reply to whoever waits, once the order has been carried out or has come to nothing; undefined while it is open. */
export function replyDue({ for: order, legId, replyAddress }: WaitingClient, next: Versioned<Withdrawal>): Deferred | undefined {
  const verdict = verdicts[order](next.state, legId);
  if (verdict === 'open') return undefined;
  if (verdict === 'done') return { replyAddress, reply: replyTo(order, next) };
  return { replyAddress, refusal: { code: refusalOf(order, next.state, legId), message: `The ${order} was refused.`, details: [] } };
}
