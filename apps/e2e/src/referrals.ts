import { expectSuccess, until, type OperatorClient } from '@sluice/tools/client';
import { z } from 'zod';

const referralsSchema = z.object({ data: z.array(z.object({ withdrawalId: z.string(), hits: z.array(z.object({ name: z.string() })), incomparable: z.array(z.string()) })) });
export type Referral = z.output<typeof referralsSchema>['data'][number];

/** Waits until a withdrawal lies with the operators, and returns what they are shown of it. */
export async function referralOf(operator: OperatorClient, dialectId: string): Promise<Referral | undefined> {
  const { id } = expectSuccess('Reading a withdrawal', await operator.ask(`/withdrawals/${dialectId}`), z.object({ id: z.string() }));
  const referrals = async () => expectSuccess('Reading referrals', await operator.ask('/referrals?limit=200'), referralsSchema).data.filter(({ withdrawalId }) => withdrawalId === id);
  return (await until('the withdrawal is referred', referrals, (seen) => seen.length > 0))[0];
}

export async function decide(operator: OperatorClient, dialectId: string, decision: 'clear' | 'refuse'): Promise<void> {
  expectSuccess('Deciding on a referral', await operator.ask(`/withdrawals/${dialectId}/actions/${decision}`, { method: 'POST', body: { reason: 'Looked into it.' } }), z.object({}));
}
