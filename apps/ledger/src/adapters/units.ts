import { Money } from '@sluice/kernel';
import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Minor units as digits. */
export const unitsSchema = z.string().regex(/^-?(0|[1-9]\d*)$/);

/** A Decimal128 of the database as digits, in whatever form it writes a large one. */
export const exactUnitsSchema = z.coerce
  .string()
  .regex(/^-?\d+(\.\d+)?(E[+-]?\d+)?$/i)
  .transform((text) => new Decimal(text).toFixed())
  .pipe(unitsSchema);

export const moneyOf = (currency: Money['currency'], units: string): Money => Money.fromJson({ currency, units });
