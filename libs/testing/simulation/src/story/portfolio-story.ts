import { setTimeout as pause } from 'node:timers/promises';
import { cancelPortfolioWithdrawal, operateWithdrawal, withdrawFromPortfolio } from '@sluice/contract-intake';
import { decideReferral } from '@sluice/contract-compliance';
import type { BankWay } from '../outside/bank.js';
import type { CustodianWay } from '../outside/custodian.js';
import type { Client } from './client.js';
import { portfolios, type PortfolioName } from './fixtures.js';

/** A WealthKernel withdrawal, and what its client, its operator, its custodian and its bank do. Times count from its creation. */
export interface PortfolioPlan {
  readonly kind: 'portfolio';
  readonly id: string;
  readonly portfolio: PortfolioName;
  /** Null: all there is. */
  readonly amount: string | null;
  readonly bank: BankWay;
  readonly custodian: CustodianWay;
  readonly operator: 'clear' | 'refuse' | 'none';
  readonly cancelAfterMs: number | null;
  readonly operate: { readonly action: 'retry-step' | 'fail' | 'cancel'; readonly afterMs: number } | null;
}

export async function livePortfolio(plan: PortfolioPlan, client: Client): Promise<void> {
  const { id, amount } = plan;
  const { portfolioId, partyId, bankAccountId } = portfolios[plan.portfolio];
  const created = await client.order(id, 'create', withdrawFromPortfolio, {
    id, dialect: 'wealthkernel', dialectId: `wth-${id}`, portfolioId, bankAccountId, partyId, currency: 'GBP', closePortfolio: false,
    ...(amount === null ? { type: 'full' as const } : { type: 'specified' as const, consideration: { currency: 'GBP', amount } }),
  }, `create ${id}`);
  if (created !== null) await Promise.all([cancel(plan, client), operate(plan, client), decide(plan, client)]);
}

async function cancel({ id, cancelAfterMs }: PortfolioPlan, client: Client): Promise<void> {
  if (cancelAfterMs === null) return;
  await pause(cancelAfterMs);
  await client.order(id, 'cancel portfolio', cancelPortfolioWithdrawal, { dialectId: `wth-${id}`, orderId: `cancel ${id}` });
}

async function operate({ id, operate: order }: PortfolioPlan, client: Client): Promise<void> {
  if (order === null) return;
  await pause(order.afterMs);
  await client.request(operateWithdrawal, { id, action: order.action, actionId: `operate ${id}`, reason: 'simulated' }).catch(() => undefined);
}

const LOOKED_AGAIN_AFTER_MS = 1_500;

async function decide({ id, portfolio, operator }: PortfolioPlan, client: Client): Promise<void> {
  if (portfolio !== 'listed' || operator === 'none') return;
  for (const stage of ['up-front', 'in-review', 'before-payment'] as const) {
    await pause(LOOKED_AGAIN_AFTER_MS);
    await client.request(decideReferral, { withdrawalId: id, stage, decision: operator, reason: 'simulated' }).catch(() => undefined);
  }
}
