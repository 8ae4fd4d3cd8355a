import { currencySchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { decimalSchema } from '../selling/exact-decimal.js';
import { fillSchema } from '../selling/sale-order.js';

/** The custodian's answers, in its own words; what else they may hold is left alone. */
export const orderViewSchema = z.object({
  key: z.string(),
  status: z.enum(['accepted', 'partly_filled', 'filled', 'rejected', 'cancelled']),
  reason: z.string().max(200).optional(),
  fills: z.array(fillSchema),
});

export const priceViewSchema = z.object({ isin: z.string(), price: decimalSchema, currency: currencySchema });

export const ratesViewSchema = z.object({ base: currencySchema, rates: z.partialRecord(currencySchema, decimalSchema) });
