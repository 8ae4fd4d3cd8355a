import { currencySchema, idSchema, timeSchema } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { z } from 'zod';
import { decimalOf, decimalSchema, decimalText, minorUnitsOf, total } from './exact-decimal.js';

/** A part of an order that found a buyer. `settlesAt` is the promised time, on the tenant's clock. */
export const fillSchema = z.object({
  id: idSchema, quantity: decimalSchema, price: decimalSchema, matchedAt: timeSchema, settlesAt: timeSchema, settledAt: timeSchema.optional(),
});
export type Fill = z.output<typeof fillSchema>;

/**
 * One order to sell, as a portfolio keeps it. Its id is the key under which the custodian takes it, at most once.
 * - `intended`: stored, and nothing was sent.
 * - `placing`: about to be sent, or sent by a process that is gone; `unknown`: sent without an answer. Asked about, never sent blind.
 * - `placed`, `partly_filled`, `filled`: at the custodian.
 * - `settled`: filled, and all of it paid for. `cancelled`: it takes no more fills; those it has still settle. `rejected`: nothing was sold.
 */
export const saleOrderSchema = z.object({
  orderId: idSchema,
  isin: z.string(),
  quantity: decimalSchema,
  currency: currencySchema,
  /** The price it was planned with. */
  referencePrice: decimalSchema,
  status: z.enum(['intended', 'placing', 'unknown', 'placed', 'partly_filled', 'filled', 'settled', 'rejected', 'cancelled']),
  fills: z.array(fillSchema),
  rejectedReason: z.string().optional(),
  /** Nothing more is wanted of it: what is not filled is to be cancelled. */
  isStopping: z.boolean(),
  firstSentAt: timeSchema.optional(),
  /** When it is to be looked at next, on the tenant's clock; absent once it has ended. */
  nextAt: timeSchema.optional(),
  /** How often it was asked about since the last news. */
  fruitless: z.int().min(0),
});
export type SaleOrder = z.output<typeof saleOrderSchema>;

/** What is to be sold of one instrument. */
export type PlannedSale = Pick<SaleOrder, 'isin' | 'quantity' | 'currency' | 'referencePrice'>;

/** The order for a planned sale, with an id that is the same however often it is planned: made of the withdrawal, the instrument, and which try this is to sell it. */
export function intendedOrder(withdrawalId: string, sale: PlannedSale, earlier: readonly Pick<SaleOrder, 'isin'>[], now: Date): SaleOrder {
  const place = earlier.filter(({ isin }) => isin === sale.isin).length + 1;
  return { ...sale, orderId: idFrom('sale', withdrawalId, sale.isin, String(place)), status: 'intended', fills: [], isStopping: false, nextAt: now.toISOString(), fruitless: 0 };
}

/** The order may yet sell something. */
export const isOpen = ({ status }: Pick<SaleOrder, 'status'>): boolean => !['filled', 'settled', 'rejected', 'cancelled'].includes(status);

/** Nothing will happen to the order any more: it sells nothing, and all that it sold is paid for. */
export const hasEnded = (order: Pick<SaleOrder, 'status' | 'fills'>): boolean => !isOpen(order) && order.fills.every(({ settledAt }) => settledAt !== undefined);

export const soldQuantity = ({ fills }: { readonly fills: readonly Fill[] }): bigint => total(fills.map(({ quantity }) => decimalOf(quantity)));

/** Quantity times price of all fills, exactly. */
const soldFor = ({ fills }: Pick<SaleOrder, 'fills'>): bigint => total(fills.map(({ quantity, price }) => decimalOf(quantity) * decimalOf(price)));

/** What the fills bring, in minor units of the order's currency: rounded down once for the whole order, not for each fill. */
export const proceedsOf = (order: Pick<SaleOrder, 'fills' | 'currency'>): bigint => minorUnitsOf(soldFor(order), order.currency);

/** What a unit brought on average, rounded down to ten decimals; null before the first fill. */
export function averagePriceOf(order: Pick<SaleOrder, 'fills'>): string | null {
  const sold = soldQuantity(order);
  return sold === 0n ? null : decimalText(soldFor(order) / sold);
}

/** When the last fill was paid for, or is promised to be; null before the first fill. */
export const settlementOf = ({ fills }: Pick<SaleOrder, 'fills'>): string | null => fills.map(({ settledAt, settlesAt }) => settledAt ?? settlesAt).sort().at(-1) ?? null;

/** When an order has to be looked at next; null when all have ended. */
export function dueAtOf(orders: readonly Pick<SaleOrder, 'nextAt'>[]): Date | null {
  const times = orders.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [new Date(nextAt).getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
