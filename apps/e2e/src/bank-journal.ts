import { exchange, expectSuccess, type FundedCustomer } from '@sluice/tools/client';
import { addressOf, readRecords } from '@sluice/tools/stack';
import { z } from 'zod';
import type { Story } from './story.js';

const journalSchema = z.object({ payments: z.array(z.object({ key: z.string(), status: z.string(), reference: z.string().optional() })) });

export type BankPayment = z.output<typeof journalSchema>['payments'][number];

/** Every payment that the bank took of this customer's, from its own books: what really happened, whatever we think of it. */
export async function paymentsAtTheBank({ place }: Story, { accountId }: FundedCustomer): Promise<BankPayment[]> {
  const simulators = (await readRecords(place)).find(({ name }) => name === 'simulators');
  const answer = await exchange(`${addressOf(simulators?.port ?? 0)}/bank/journal`);
  return expectSuccess('Reading the bank journal', answer, journalSchema).payments.filter(({ reference }) => reference === accountId);
}
