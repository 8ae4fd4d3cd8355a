import { z } from 'zod';
import { expectSuccess } from '../client/index.ts';
import type { World } from './flows.ts';
import { repeated } from './repeated.ts';

/** Ids, keys and times are left out: they differ from one withdrawal to the next. */
const amountSchema = z.object({ currency: z.string(), amount: z.string() });
const withdrawalSchema = z.object({
  phase: z.string(), hold: z.string(), amount: amountSchema, delivered: amountSchema, fee: amountSchema,
  sourceLegs: z.array(z.object({ positionKey: z.string(), chain: z.string().nullable(), amount: amountSchema, status: z.string() })),
  payoutLegs: z.array(z.object({ attempt: z.int(), status: z.string(), amount: amountSchema, rail: z.string().nullable(), chain: z.string().nullable(), failureReason: z.string().nullable() })),
  history: z.array(z.object({ phase: z.string() })).transform((steps) => steps.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1])),
});

/** What a withdrawal has come to: `history` are the phases that it went through, `booked` the debits and credits of its entries. */
export type FinalState = z.output<typeof withdrawalSchema> & { readonly booked: readonly string[] };

export async function finalStateOf({ operator }: World, id: string): Promise<FinalState> {
  const withdrawal = expectSuccess('Reading a withdrawal', await repeated(() => operator.ask(`/withdrawals/${id}`)), withdrawalSchema);
  const lines = await repeated(() => operator.ledgerLines({ withdrawalId: id }));
  return { ...withdrawal, booked: lines.map(({ currency, debit, credit }) => `${currency} ${debit} ${credit}`).sort() };
}
