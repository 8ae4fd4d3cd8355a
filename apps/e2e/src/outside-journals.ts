import { exchange, expectSuccess, type FundedCustomer } from '@sluice/tools/client';
import { addressOf, readRecords } from '@sluice/tools/stack';
import { z } from 'zod';
import type { Story } from './story.js';

const unitsSchema = z.object({ currency: z.string(), units: z.string() });
const paymentSchema = z.object({ key: z.string(), status: z.string(), reference: z.string().optional(), rail: z.string().optional(), amount: unitsSchema.optional() });
const journalSchema = z.object({ payments: z.array(paymentSchema) });

export type BankPayment = z.output<typeof paymentSchema>;

const orderSchema = z.object({ portfolioId: z.string(), isin: z.string(), status: z.string(), fills: z.array(z.object({ quantity: z.string() })), proceeds: unitsSchema });
export type CustodianOrder = z.output<typeof orderSchema>;

async function journalOf<Schema extends z.ZodType>({ place }: Story, path: string, schema: Schema): Promise<z.output<Schema>> {
  const simulators = (await readRecords(place)).find(({ name }) => name === 'simulators');
  return expectSuccess('Reading a journal', await exchange(`${addressOf(simulators?.port ?? 0)}${path}`), schema);
}

/** Every payment that the bank took with this reference, from its own books: what really happened, whatever we think of it. */
export async function paymentsFor(story: Story, wanted: string): Promise<BankPayment[]> {
  return (await journalOf(story, '/bank/journal', journalSchema)).payments.filter(({ reference }) => reference === wanted);
}

/** Every payment that the bank took of this customer's. */
export const paymentsAtTheBank = (story: Story, { accountId }: FundedCustomer): Promise<BankPayment[]> => paymentsFor(story, accountId);

/** Every order that the custodian took for this portfolio, from his own books. */
export async function ordersAtTheCustodian(story: Story, wanted: string): Promise<CustodianOrder[]> {
  const { orders } = await journalOf(story, '/custodian/journal', z.object({ orders: z.array(orderSchema) }));
  return orders.filter(({ portfolioId }) => portfolioId === wanted);
}
