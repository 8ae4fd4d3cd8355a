import { bankJournal, custodianJournal, type BankPayment, type CustodianOrder, type FundedCustomer } from '@sluice/tools/client';
import type { Story } from './story.js';

/** Every payment that the bank took with this reference. */
export async function paymentsFor({ place }: Story, wanted: string): Promise<BankPayment[]> {
  return (await bankJournal(place)).filter(({ reference }) => reference === wanted);
}

/** Every payment that the bank took of this customer's. */
export const paymentsAtTheBank = (story: Story, { accountId }: FundedCustomer): Promise<BankPayment[]> => paymentsFor(story, accountId);

/** Every order that the custodian took for this portfolio. */
export async function ordersAtTheCustodian({ place }: Story, wanted: string): Promise<CustodianOrder[]> {
  return (await custodianJournal(place)).filter(({ portfolioId }) => portfolioId === wanted);
}
