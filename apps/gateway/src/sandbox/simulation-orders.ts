import { chainSchema, dialectSchema, paceSchema } from '@sluice/contract-kit';
import { isinSchema, positionKeySchema } from '@sluice/contract-liquidity';
import { currencies } from '@sluice/kernel';
import { z } from 'zod';
import { faultModes, faultPorts } from './providers/simulators.http.js';
import { isoDurationMs } from './sandbox.js';

/** Ten years: further ahead lies only a mistake. */
const MAX_DURATION_MS = 3_660 * 86_400_000;

const durationSchema = z.string().transform((text, context) => {
  const ms = isoDurationMs(text);
  if (ms !== null && ms <= MAX_DURATION_MS) return ms;
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 duration in days, hours, minutes and seconds, ten years at most' });
  return z.NEVER;
});

const text = z.string().min(1).max(100).regex(/^\P{Cc}*$/u, 'must not contain control characters');

export const decimalSchema = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d+)?$/, 'must be a plain decimal number of at most 15 digits before the point');

const thresholdSchema = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,2})?$/, 'must be a plain decimal number with at most two decimals, or null').nullable();

export const advanceSchema = z.object({ by: durationSchema });

export const sandboxChangeSchema = z.object({
  pace: paceSchema.optional(),
  rfi: z
    .object({
      dialects: z.array(dialectSchema),
      upFrontOver: thresholdSchema,
      inReviewOver: thresholdSchema,
      otherOver: thresholdSchema,
      newCounterparty: z.boolean(),
      autoReview: z.boolean(),
    })
    .partial()
    .optional(),
});

/** Chain and position are a wallet's. */
export const depositSchema = z.object({
  target: text, amount: decimalSchema, currency: z.enum(currencies).optional(), chain: chainSchema.optional(), positionKey: positionKeySchema.optional(),
});
export type DepositOrder = z.output<typeof depositSchema>;

const positive = decimalSchema.regex(/^\d+(\.\d{1,10})?$/, 'must have at most 10 decimals').regex(/[1-9]/, 'must be more than zero');

export const holdingSchema = z.object({ portfolioId: text, isin: isinSchema, quantity: positive, price: positive, currency: z.enum(currencies).exclude(['USDC']) });
export type HoldingOrder = z.output<typeof holdingSchema>;

export const accruedFeeSchema = z.object({ portfolioId: text, amount: decimalSchema, currency: z.enum(currencies).optional() });
export type AccruedFeeOrder = z.output<typeof accruedFeeSchema>;

export const statusSchema = z.object({ target: text, status: text });

export const faultSchema = z.object({
  port: z.enum(faultPorts),
  mode: z.enum(faultModes),
  code: text.optional(),
  count: z.int().min(1).max(1_000_000).optional(),
  delay: durationSchema.optional(),
});

export const bankReturnSchema = z.object({ withdrawalId: text, code: z.string().regex(/^[A-Za-z0-9]{2,10}$/, 'must be a return code of the rail') });
