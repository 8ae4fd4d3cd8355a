import { currencySchema } from '@sluice/contract-kit';
import { holdRefused } from '@sluice/contract-ledger';
import { z } from 'zod';
import type { ClosedHold, OpenHold } from '../account/hold.js';
import { moneyOf, unitsSchema } from './units.js';

export const openHoldRecordSchema = z.object({
  holdId: z.string(),
  currency: currencySchema,
  amount: unitsSchema,
  postings: z.array(z.object({ postingId: z.string(), amount: unitsSchema })),
  expiresAt: z.date().optional(),
});
export type OpenHoldRecord = z.output<typeof openHoldRecordSchema>;

export const closedHoldRecordSchema = openHoldRecordSchema.extend({
  outcome: z.enum(['posted', 'voided', 'expired', 'never_placed', 'refused']),
  reason: holdRefused.body.shape.reason.optional(),
  released: unitsSchema,
  closedAt: z.date(),
});
export type ClosedHoldRecord = z.output<typeof closedHoldRecordSchema>;

export const openHoldRecordOf = ({ holdId, amount, postings, expiresAt }: OpenHold): OpenHoldRecord => ({
  holdId,
  currency: amount.currency,
  amount: amount.units.toString(),
  postings: postings.map((posting) => ({ postingId: posting.postingId, amount: posting.amount.units.toString() })),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

export const closedHoldRecordOf = (hold: ClosedHold): ClosedHoldRecord => ({
  ...openHoldRecordOf(hold),
  outcome: hold.outcome,
  ...(hold.reason === undefined ? {} : { reason: hold.reason }),
  released: hold.released.units.toString(),
  closedAt: hold.closedAt,
});

export const toOpenHold = ({ holdId, currency, amount, postings, expiresAt }: OpenHoldRecord): OpenHold => ({
  holdId,
  amount: moneyOf(currency, amount),
  postings: postings.map((posting) => ({ postingId: posting.postingId, amount: moneyOf(currency, posting.amount) })),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

export const toClosedHold = (record: ClosedHoldRecord): ClosedHold => ({
  ...toOpenHold(record),
  outcome: record.outcome,
  reason: record.reason,
  released: moneyOf(record.currency, record.released),
  closedAt: record.closedAt,
});
