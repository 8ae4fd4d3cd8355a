import { z } from 'zod';
import { addressOf, readRecords, type StackPlace } from '../stack/index.ts';
import { exchange, expectSuccess } from './raw-requests.ts';

const unitsSchema = z.object({ currency: z.string(), units: z.string() });
const paymentSchema = z.object({ key: z.string(), status: z.string(), reference: z.string().optional(), rail: z.string().optional(), amount: unitsSchema.optional() });
export type BankPayment = z.output<typeof paymentSchema>;

const orderSchema = z.object({ portfolioId: z.string(), isin: z.string(), status: z.string(), fills: z.array(z.object({ quantity: z.string() })), proceeds: unitsSchema });
export type CustodianOrder = z.output<typeof orderSchema>;

async function journal<Schema extends z.ZodType>(place: StackPlace, path: string, schema: Schema): Promise<z.output<Schema>> {
  const simulators = (await readRecords(place)).find(({ name }) => name === 'simulators');
  return expectSuccess('Reading a journal', await exchange(`${addressOf(simulators?.port ?? 0)}${path}`), schema);
}

/** Every payment that the bank took, from its own books: what really happened, whatever we think of it. */
export const bankJournal = async (place: StackPlace): Promise<readonly BankPayment[]> =>
  (await journal(place, '/bank/journal', z.object({ payments: z.array(paymentSchema) }))).payments;

/** Every order that the custodian took, from his own books. */
export const custodianJournal = async (place: StackPlace): Promise<readonly CustodianOrder[]> =>
  (await journal(place, '/custodian/journal', z.object({ orders: z.array(orderSchema) }))).orders;
