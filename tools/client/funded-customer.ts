import { randomUUID } from 'node:crypto';
import { achNumbers, type BultraClient } from './bultra-client.ts';
import type { OperatorClient } from './operator-client.ts';

/** Someone who can withdraw: an account with money on it, and a bank account of their own elsewhere. */
export interface FundedCustomer {
  readonly accountId: string;
  readonly counterpartyId: string;
}

/** A new customer each time, so that scenes and stories that run side by side never touch each other's money. */
export async function fundedCustomer(bultra: BultraClient, operator: OperatorClient, amount: string): Promise<FundedCustomer> {
  const customerId = `cus_${randomUUID()}`;
  const account = await bultra.openAccount(customerId);
  await operator.deposit(account.id, amount);
  const counterparty = await bultra.addCounterparty({ customerId, name: 'Ada Lovelace', rails: ['ACH', 'WIRE'], numbers: achNumbers });
  return { accountId: account.id, counterpartyId: counterparty.id };
}
