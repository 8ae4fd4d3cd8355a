import { Money } from '@sluice/kernel';
import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Minor units as stored: digits, or a Decimal128 of the database, whatever form it gives a large one. */
export const unitsSchema = z.coerce
  .string()
  .regex(/^-?\d+(\.\d+)?(E[+-]?\d+)?$/i)
  .transform((text) => new Decimal(text).toFixed())
  .pipe(z.string().regex(/^-?(0|[1-9]\d*)$/));

export const moneyOf = (currency: Money['currency'], units: string): Money => Money.fromJson({ currency, units });
