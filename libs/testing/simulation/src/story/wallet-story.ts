import { setTimeout as pause } from 'node:timers/promises';
import { getWalletWithdrawal, operateWithdrawal, retryPayoutLeg, stopPayoutLeg, stopWalletWithdrawal, withdrawFromWallet, type WalletWithdrawalView } from '@sluice/contract-intake';
import { voteOnLeg } from '@sluice/contract-payout';
import type { ChainWay } from '../outside/chain.js';
import { CHAIN } from '../world/chain-outside.js';
import type { Client } from './client.js';
import { money, wallets, type WalletName } from './fixtures.js';

/** A Braid withdrawal, and what its client, his voters, the signer and the chain do. Times count from its creation. */
export interface WalletPlan {
  readonly kind: 'wallet';
  readonly id: string;
  readonly wallet: WalletName;
  readonly amount: string;
  readonly chain: ChainWay;
  readonly vote: 'approve' | 'reject' | 'none';
  /** What failed is tried once more. */
  readonly retries: boolean;
  readonly cancelAfterMs: number | null;
  readonly cancels: 'withdrawal' | 'leg';
  readonly operate: { readonly action: 'retry-step' | 'fail' | 'cancel'; readonly afterMs: number } | null;
}

const LOOKED_AGAIN_AFTER_MS = 2_500;
const MOST_LOOKS = 12;

/** Whom a withdrawal pays: a number of its own, by which the chain knows it. */
export const payeeOf = (id: string): `0x${string}` => `0x${Buffer.from(id).toString('hex').padEnd(40, '0')}`;

export async function liveOnChain(plan: WalletPlan, client: Client): Promise<void> {
  const { id, amount } = plan;
  const { walletId } = wallets[plan.wallet];
  const begun = client.order(id, 'withdraw', withdrawFromWallet, {
    id, dialect: 'braid', requestId: `request ${id}`, walletId, amount: money(amount, 'USDC'), chain: CHAIN, toAddress: payeeOf(id),
  }, `withdraw ${id}`);
  await Promise.all([stop(plan, client), operate(plan, client), begun.then((reply) => (reply === null ? undefined : accompany(plan, client)))]);
}

const look = ({ id, wallet }: WalletPlan, client: Client): Promise<WalletWithdrawalView> => client.request(getWalletWithdrawal, { id, walletId: wallets[wallet].walletId });

/** Votes on what is to be approved, and tries again what has failed. */
async function accompany(plan: WalletPlan, client: Client): Promise<void> {
  const voted = new Set<string>();
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const { payouts, endedAt } = await look(plan, client);
    for (const { id: legId, attempt, status, turnkeyActivityId } of payouts) {
      if (turnkeyActivityId !== undefined && plan.vote !== 'none' && !voted.has(turnkeyActivityId)) {
        voted.add(turnkeyActivityId);
        await client.request(voteOnLeg, { legId, vote: plan.vote }).catch(() => undefined);
      }
      if (status === 'failed' && attempt === 1 && plan.retries) await client.order(plan.id, 'retry', retryPayoutLeg, { id: plan.id, walletId: wallets[plan.wallet].walletId, legId, orderId: `retry ${plan.id}` }, `retry ${plan.id}`);
    }
    if (endedAt !== undefined && !plan.retries) return;
    await pause(LOOKED_AGAIN_AFTER_MS);
  }
}

async function stop(plan: WalletPlan, client: Client): Promise<void> {
  if (plan.cancelAfterMs === null) return;
  await pause(plan.cancelAfterMs);
  const { walletId } = wallets[plan.wallet];
  if (plan.cancels === 'withdrawal') return void await client.order(plan.id, 'stop', stopWalletWithdrawal, { id: plan.id, walletId, orderId: `stop ${plan.id}` });
  const [leg] = await look(plan, client).then(({ payouts }) => payouts, () => []);
  if (leg) await client.order(plan.id, 'stop leg', stopPayoutLeg, { id: plan.id, walletId, legId: leg.id, orderId: `stop leg ${plan.id}` });
}

async function operate({ id, operate: order }: WalletPlan, client: Client): Promise<void> {
  if (order === null) return;
  await pause(order.afterMs);
  await client.request(operateWithdrawal, { id, action: order.action, actionId: `operate ${id}`, reason: 'simulated' }).catch(() => undefined);
}
