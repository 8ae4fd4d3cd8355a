import { portfolioRefusalSchema, saleSchema } from '@sluice/contract-liquidity';
import { moneySchema, positiveMoneySchema } from '@sluice/contract-kit';
import { z } from 'zod';

/** What came of raising the cash, for when the withdrawal's slot is gone. */
export const raisedSchema = z.object({
  status: z.enum(['at_hand', 'raised', 'not_raised', 'stopped']),
  reason: portfolioRefusalSchema.optional(),
  sales: z.array(saleSchema),
});
export type Raised = z.output<typeof raisedSchema>;

/**
 * What came of one withdrawal, for good: a repeated or late command finds it and is answered alike. Its id is the withdrawal's.
 * - `admitted`: it has a slot in its portfolio. `refused`: it never had one.
 * - `released`: it came to nothing, or was given up before it was ever admitted; it will never have a slot again.
 * - `completing`: paid, and what shows it is being written. `completed`: all of it is.
 */
export const recordSchema = z.object({
  portfolioId: z.string(),
  status: z.enum(['admitted', 'refused', 'released', 'completing', 'completed']),
  /** Only of `refused`. */
  reason: portfolioRefusalSchema.optional(),
  /** The slot it was admitted to, what is to be paid out, and what is charged on top; null when it never was. */
  admission: z.object({
    placeId: z.string(), amount: positiveMoneySchema, fee: moneySchema,
    /** Who withdraws, and from what: looked up by compliance. Absent from records older than the fields. */
    partyName: z.string().optional(), portfolioName: z.string().optional(),
  }).nullable(),
  raised: raisedSchema.nullable(),
  /** What was paid and charged. */
  payment: z.object({ paid: positiveMoneySchema, fee: moneySchema }).optional(),
  feePortfolioId: z.string().optional(),
});
export type WithdrawalRecord = z.output<typeof recordSchema>;

const unionOf = (known: Raised['sales'], more: Raised['sales']): Raised['sales'] => [...known, ...more.filter(({ orderId }) => known.every((sale) => sale.orderId !== orderId))];

/** Sales that were paid for after the raise was stopped. */
export const withSales = (record: WithdrawalRecord, sales: Raised['sales']): WithdrawalRecord =>
  ({ ...record, raised: { status: 'stopped', ...record.raised, sales: unionOf(record.raised?.sales ?? [], sales) } });

/** A withdrawal that nothing will come of, also one that was never asked for. What it sold may have been paid for before it was given up. */
export function releasedRecord(known: WithdrawalRecord | null, portfolioId: string, raised: Raised | null): WithdrawalRecord {
  const record: WithdrawalRecord = { ...(known ?? { portfolioId, admission: null }), status: 'released', raised: raised ?? known?.raised ?? null };
  return raised === null || !known?.raised ? record : withSales(record, known.raised.sales);
}

/** The withdrawal has, or may still have, what its admission gave it. */
export const keepsItsSlot = ({ status }: Pick<WithdrawalRecord, 'status'>): boolean => status === 'admitted' || status === 'completing';
