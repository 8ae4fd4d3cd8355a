import { setTimeout as pause } from 'node:timers/promises';
import { acceptWithdrawal, cancelWithdrawal, createWithdrawal, getWithdrawal, operateWithdrawal } from '@sluice/contract-intake';
import { decideReferral } from '@sluice/contract-compliance';
import type { BankWay } from '../outside/bank.js';
import type { Client } from './client.js';
import { accounts, payees, type AccountRail, type Payee } from './fixtures.js';

/** A Bultra withdrawal, and what its client, its operator and its bank do. Times count from its creation. */
export interface AccountPlan {
  readonly kind: 'account';
  readonly id: string;
  readonly rail: AccountRail;
  readonly amount: string;
  readonly payee: Payee;
  readonly bank: BankWay;
  readonly operator: 'clear' | 'refuse' | 'none';
  /** Null: never. Twice: two clients at once, with the same acceptance. */
  readonly accept: 'once' | 'twice' | 'never';
  readonly cancelAfterMs: number | null;
  readonly operate: { readonly action: 'retry-step' | 'fail' | 'cancel'; readonly afterMs: number } | null;
}

const LOOKED_AGAIN_AFTER_MS = 1_500;
const MOST_LOOKS = 14;

const accountPayee = ({ payee, rail }: AccountPlan): string => payees[payee][rail];

/** What happens to one withdrawal from its client's side, from its creation on. */
export async function live(plan: AccountPlan, client: Client): Promise<void> {
  const { id, rail, amount } = plan;
  const created = await client.order(id, 'create', createWithdrawal, {
    id, dialect: 'bultra', dialectId: `wd_${id}`, accountId: accounts[rail].id, destinationId: accountPayee(plan), amount, purpose: 'PERSONAL_ACCOUNT', rail,
  }, `create ${id}`);
  if (created === null) return;
  const others = [cancel(plan, client), operate(plan, client), decide(plan, client)];
  if (plan.accept !== 'never') await accept(plan, client);
  await Promise.all(others);
}

async function accept(plan: AccountPlan, client: Client): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const { phase, hold } = await client.request(getWithdrawal, { dialect: 'bultra', dialectId: `wd_${plan.id}` });
    if (phase !== 'created' || hold !== 'none') return;
    const once = (): Promise<unknown> => client.order(plan.id, 'accept', acceptWithdrawal, { id: plan.id, acceptanceId: `accept ${plan.id}` });
    await (plan.accept === 'twice' ? Promise.all([once(), once()]) : once());
    if (client.outcomes.some(({ withdrawalId, order, outcome, code }) => withdrawalId === plan.id && order === 'accept' && !(outcome === 'refused' && code === 'invalid_status'))) return;
    await pause(LOOKED_AGAIN_AFTER_MS);
  }
}

async function cancel({ id, cancelAfterMs }: AccountPlan, client: Client): Promise<void> {
  if (cancelAfterMs === null) return;
  await pause(cancelAfterMs);
  await client.order(id, 'cancel', cancelWithdrawal, { id, cancellationId: `cancel ${id}` });
}

/** An operator gives it up, stops it, or has the step asked again. */
async function operate({ id, operate: order }: AccountPlan, client: Client): Promise<void> {
  if (order === null) return;
  await pause(order.afterMs);
  await client.request(operateWithdrawal, { id, action: order.action, actionId: `operate ${id}`, reason: 'simulated' }).catch(() => undefined);
}

async function decide({ id, payee, operator }: AccountPlan, client: Client): Promise<void> {
  if (payee !== 'listed' || operator === 'none') return;
  for (const stage of ['up-front', 'in-review'] as const) {
    await pause(LOOKED_AGAIN_AFTER_MS);
    await client.request(decideReferral, { withdrawalId: id, stage, decision: operator === 'clear' ? 'clear' : 'refuse', reason: 'simulated' }).catch(() => undefined);
  }
}
