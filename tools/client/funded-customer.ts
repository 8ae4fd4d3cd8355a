import { randomUUID } from 'node:crypto';
import { railNumbers, type BultraCaller, type Rail } from './bultra-caller.ts';
import type { OperatorCaller } from './operator-caller.ts';

/** Someone who can withdraw: an account with money on it, and a bank account of their own elsewhere. */
export interface FundedCustomer {
  readonly accountId: string;
  readonly counterpartyId: string;
}

/** What each currency's money can travel by. */
const railsOf: Readonly<Record<'USD' | 'GBP' | 'EUR', readonly [Rail, ...Rail[]]>> = { USD: ['ACH', 'WIRE'], GBP: ['FPS'], EUR: ['SEPA'] };
export type Currency = keyof typeof railsOf;

/** A new customer each time, so that scenes and stories that run side by side never touch each other's money. */
export async function fundedCustomer(bultra: BultraCaller, operator: OperatorCaller, amount: string, currency: Currency = 'USD'): Promise<FundedCustomer> {
  const customerId = `cus_${randomUUID()}`;
  const account = await bultra.openAccount(customerId, currency);
  await operator.deposit(account.id, amount);
  const rails = railsOf[currency];
  const counterparty = await bultra.addCounterparty({ customerId, name: 'Ada Lovelace', rails, numbers: railNumbers[rails[0]] });
  return { accountId: account.id, counterpartyId: counterparty.id };
}
