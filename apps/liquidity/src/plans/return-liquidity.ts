import { liquidityReturned } from '@sluice/contract-liquidity';
import { send } from '@sluice/contract-kit';
import type { Change } from '@sluice/persistence';
import type { Plan } from './plan.js';

/** Gives a plan up for good, also one that was never made: a question that was overtaken by its return must find it returned. */
export function returnedPlan(known: Plan | null, accountId: string): Change<Plan> {
  const answer = [send(liquidityReturned, {})];
  if (known?.status === 'returned') return { send: answer };
  const plan = known ?? { accountId, asked: null, legs: [] };
  return { state: { ...plan, status: 'returned', reason: null }, send: answer };
}
