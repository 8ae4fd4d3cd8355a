import type { RefusalCode } from '@sluice/kernel';
import type { Deferred } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { verdictOf, type Verdict } from '@sluice/saga';
import { accountViewOf } from '../account-withdrawals/account-withdrawal.view.js';
import { rowOfLeg, verdictOfLeg } from '../payout-legs/payout-legs.js';
import { portfolioViewOf } from '../portfolio-withdrawals/portfolio-withdrawal.view.js';
import { walletViewOf } from '../wallet-withdrawals/wallet-withdrawal.view.js';
import { tableOf, type Kind } from './tables.js';
import type { Order } from './vocabulary.js';
import { isAuthorized, type WaitingClient, type Withdrawal } from './withdrawal.js';

type View = (withdrawal: Versioned<Withdrawal>) => Record<string, unknown>;

const views: Record<Kind, View> = { account: accountViewOf, wallet: walletViewOf, portfolio: portfolioViewOf };

/** A withdrawal in the form of its kind: what readers are replied with, and what its events carry. */
export const viewOfKind: View = (withdrawal) => views[withdrawal.state.kind](withdrawal);

const legOf = ({ legs }: Withdrawal, legId: string | undefined) => legs.find(({ details }) => details.legId === legId);

/** What has become of an order: the table of the withdrawal says it, or that of the leg. */
function verdictOn(order: Order, withdrawal: Withdrawal, legId: string | undefined): Verdict {
  const leg = legOf(withdrawal, legId);
  if (leg) return verdictOfLeg(leg, order);
  const { kind, state, legs } = withdrawal;
  const verdict = verdictOf(tableOf(kind), state, order);
  if (verdict !== 'pending') return (order === 'acceptance' || order === 'wallet-order') && isAuthorized(withdrawal) ? 'done' : verdict;
  // Once there are legs, a stop is carried out when none of them is compensating any more.
  return order === 'stop' && legs.length > 0 && !legs.some((each) => rowOfLeg(each).compensates) ? 'done' : 'pending';
}

const refusalOf = (order: Order, withdrawal: Withdrawal, legId: string | undefined): RefusalCode => {
  const { details } = withdrawal;
  if (order === 'leg-retry') return legOf(withdrawal, legId)?.details.refusal ?? 'invalid_status';
  return (order === 'acceptance' || order === 'wallet-order' ? details.refusal : undefined) ?? 'invalid_status';
};

function replyTo(order: Order, next: Versioned<Withdrawal>): unknown {
  if (order === 'wallet-order') return { created: true, withdrawal: walletViewOf(next) };
  return viewOfKind(next);
}

/** The reply to whoever waits, once the order has been carried out or has come to nothing; undefined while it is pending. */
export function replyDue({ for: order, legId, replyAddress }: WaitingClient, next: Versioned<Withdrawal>): Deferred | undefined {
  const verdict = verdictOn(order, next.state, legId);
  if (verdict === 'pending') return undefined;
  if (verdict === 'done') return { replyAddress, reply: replyTo(order, next) };
  return { replyAddress, refusal: { code: refusalOf(order, next.state, legId), message: `The ${order} was refused.`, details: [] } };
}
