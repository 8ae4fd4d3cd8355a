import { currencySchema } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { entryKinds, type Entry, type Line } from './entry.js';

/** Minor units as digits. */
export const unitsSchema = z.string().regex(/^-?(0|[1-9]\d*)$/);

/** A Decimal128 of the database as digits, in whatever form it writes a large one. */
export const exactUnitsSchema = z.coerce
  .string()
  .regex(/^-?\d+(\.\d+)?(E[+-]?\d+)?$/i)
  .transform((text) => new Decimal(text).toFixed())
  .pipe(unitsSchema);

export const moneyOf = (currency: Money['currency'], units: string): Money => Money.fromJson({ currency, units });

const lineRecordSchema = z.object({ accountId: z.string(), currency: currencySchema, debit: unitsSchema, credit: unitsSchema });

/** An entry as it waits in an account's document and, with Decimal128 for its units, as it stands in the journal. */
export const entryRecordSchema = z.object({
  entryId: z.string(),
  kind: z.enum(entryKinds),
  withdrawalId: z.string().optional(),
  sourceId: z.string(),
  at: z.date(),
  lines: z.array(lineRecordSchema).min(2),
});
export type EntryRecord = z.output<typeof entryRecordSchema>;

const lineRecordOf = ({ accountId, debit, credit }: Line) => ({
  accountId, currency: debit.currency, debit: debit.units.toString(), credit: credit.units.toString(),
});

export const entryRecordOf = ({ id, kind, withdrawalId, sourceId, at, lines }: Entry): EntryRecord => ({
  entryId: id, kind, sourceId, at, ...(withdrawalId === undefined ? {} : { withdrawalId }), lines: lines.map(lineRecordOf),
});

export const toEntry = ({ entryId, kind, withdrawalId, sourceId, at, lines }: EntryRecord): Entry => ({
  id: entryId, kind, withdrawalId, sourceId, at,
  lines: lines.map(({ accountId, currency, debit, credit }) => ({ accountId, debit: moneyOf(currency, debit), credit: moneyOf(currency, credit) })),
});
