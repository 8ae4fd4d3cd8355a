import { until, type OperatorCaller } from '@sluice/tools/client';
import type { OperatorShapes } from '@sluice/clients/operators';

export type Referral = OperatorShapes['Referral'];

/** Waits until a withdrawal lies with the operators, and returns what they are shown of it. */
export async function referralOf(operator: OperatorCaller, dialectId: string): Promise<Referral | undefined> {
  const { id } = await operator.withdrawal(dialectId);
  const referrals = async () => (await operator.api.value(operator.api.GET('/referrals', { params: { query: { limit: 200 } } }))).data.filter(({ withdrawalId }) => withdrawalId === id);
  return (await until('the withdrawal is referred', referrals, (seen) => seen.length > 0))[0];
}

export async function decide(operator: OperatorCaller, dialectId: string, decision: 'clear' | 'refuse'): Promise<void> {
  await operator.api.value(operator.api.POST(`/withdrawals/{id}/actions/${decision}`, { params: { path: { id: dialectId } }, body: { reason: 'Looked into it.' } }));
}
