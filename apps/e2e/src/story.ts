import { BultraCaller, fundedCustomer, OperatorCaller, type Currency, type FundedCustomer, type Rail, type Withdrawal } from '@sluice/tools/client';
import { placeOfStackFile, readStackFile, type StackFile, type StackPlace } from '@sluice/tools/stack';

/** Where a story happens: a running stack, seen from outside as one tenant sees it. */
export interface Story {
  readonly stack: StackFile;
  readonly place: StackPlace;
  readonly bultra: BultraCaller;
  readonly operator: OperatorCaller;
}

/** Signs in to the stack that SLUICE_STACK names, its file's full path. */
export async function openStory(tenantId: 'acme' | 'globex' = 'acme'): Promise<Story> {
  const file = process.env['SLUICE_STACK'] ?? '';
  const [stack, place] = [await readStackFile(file), placeOfStackFile(file)];
  const tenant = stack?.tenants[tenantId];
  if (stack === null || place === null || tenant === undefined) throw new Error('SLUICE_STACK names no running stack of this working tree; `npm test` starts one.');
  return { stack, place, bultra: new BultraCaller(stack, tenant.bultra), operator: new OperatorCaller(stack, tenantId) };
}

export const customerWith = ({ bultra, operator }: Story, amount: string, currency: Currency = 'USD'): Promise<FundedCustomer> => fundedCustomer(bultra, operator, amount, currency);

/** Its reference is the account's id, so that it can be found in the bank's journal. */
export const requested = ({ bultra }: Story, { accountId, counterpartyId }: FundedCustomer, amount: string, rail: Rail = 'ACH'): Promise<Withdrawal> =>
  bultra.created({ account_id: accountId, counterparty_id: counterpartyId, amount, rail, reference: rail === 'FPS' ? accountId.slice(0, 18) : accountId });

/** Requested and accepted in one go. */
export async function accepted(story: Story, customer: FundedCustomer, amount: string): Promise<Withdrawal> {
  const withdrawal = await requested(story, customer, amount);
  await story.bultra.accepted(withdrawal.id);
  return withdrawal;
}

/** total, pending and available, in that order. */
export async function balanceOf({ bultra }: Story, { accountId }: FundedCustomer): Promise<readonly [total: string, pending: string, available: string]> {
  const { balance } = await bultra.account(accountId);
  return [balance.total, balance.pending, balance.available];
}
