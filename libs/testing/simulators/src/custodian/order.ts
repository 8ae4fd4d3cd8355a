import { Decimal } from 'decimal.js';
import { currencies, currencyDecimals } from '@sluice/kernel';
import { z } from 'zod';

/** Wide enough for the product of the largest quantity and price that are taken. */
const Exact = Decimal.clone({ precision: 60 });

const time = z.iso.datetime();

/** A plain decimal with at most ten decimals. */
export const decimalSchema = z.string().regex(/^(0|[1-9]\d{0,17})(\.\d{1,10})?$/);
const aboveZero = decimalSchema.refine((text) => !new Exact(text).isZero());

export const isinSchema = z.string().regex(/^[A-Z]{2}[A-Z0-9]{9}\d$/);

/** An order at the market's price, as a client gives it. */
export const instructionSchema = z.object({
  tenantId: z.string().min(1),
  portfolioId: z.string().min(1).max(100),
  isin: isinSchema,
  side: z.literal('sell'),
  quantity: aboveZero,
  currency: z.enum(currencies),
});
export type Instruction = z.output<typeof instructionSchema>;

/** What an instrument costs; for the orders of one portfolio, when it says which. */
export const priceSchema = z.object({ isin: isinSchema, price: aboveZero, currency: z.enum(currencies), portfolioId: z.string().min(1).max(100).optional() });
export type Price = z.output<typeof priceSchema>;

/** Times on the tenant's clock; `settlesAt` is the promise. */
export const fillSchema = z.object({ id: z.string(), quantity: decimalSchema, price: decimalSchema, matchedAt: time, settlesAt: time, settledAt: time.optional() });
export type Fill = z.output<typeof fillSchema>;

export const orderSchema = z.object({
  key: z.string(),
  tenantId: z.string(),
  /** Absent when the key was barred before an order came. */
  instruction: instructionSchema.optional(),
  status: z.enum(['accepted', 'partly_filled', 'filled', 'rejected', 'cancelled']),
  reason: z.string().optional(),
  fills: z.array(fillSchema),
  /** Wall-clock time. */
  takenAt: time,
  /** On the tenant's clock; absent when it was not accepted. */
  acceptedAt: time.optional(),
  /** Every fill is told twice. */
  isToldTwice: z.boolean(),
  /** It takes one fill at most. */
  expires: z.boolean(),
});
export type Order = z.output<typeof orderSchema>;

const soldOf = ({ fills }: Order): Decimal => fills.reduce((sum, { quantity }) => sum.plus(quantity), new Exact(0));

/** What the next fill takes: an order of more than one unit is filled in two parts, whole units first. Null when nothing is left. */
export function nextPart(order: Order): string | null {
  if (order.instruction === undefined) return null;
  const quantity = new Exact(order.instruction.quantity);
  const left = quantity.minus(soldOf(order));
  if (left.isZero()) return null;
  return (order.fills.length === 0 && quantity.greaterThan(1) ? quantity.div(2).ceil() : left).toFixed();
}

/** What the fills bring, in minor units, rounded down once for the whole order. */
function proceedsOf({ fills, instruction }: Order): object | undefined {
  if (instruction === undefined) return undefined;
  const brought = fills.reduce((sum, { quantity, price }) => sum.plus(new Exact(quantity).times(price)), new Exact(0));
  return { currency: instruction.currency, units: brought.times(new Exact(10).pow(currencyDecimals[instruction.currency])).toFixed(0, Decimal.ROUND_DOWN) };
}

/** An order in the custodian's own words. */
export const viewOf = ({ key, status, reason, fills, isToldTwice }: Order): object => ({ key, status, reason, fills: isToldTwice ? fills.flatMap((fill) => [fill, fill]) : fills });

/** An order as it stands in the list of all that the custodian has accepted. */
export const entryOf = (order: Order): object => ({ ...order.instruction, key: order.key, status: order.status, fills: order.fills, proceeds: proceedsOf(order), acceptedAt: order.acceptedAt });
