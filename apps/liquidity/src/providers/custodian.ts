import { idSchema, timeSchema } from '@sluice/contract-kit';
import type { Currency } from '@sluice/kernel';
import { z } from 'zod';
import { decimalSchema } from '../portfolios/exact-decimal.js';

/** A part of an order that was filled. `settlesAt` is the promised time, on the tenant's clock. */
export const fillSchema = z.object({
  id: idSchema, quantity: decimalSchema, price: decimalSchema, matchedAt: timeSchema, settlesAt: timeSchema, settledAt: timeSchema.optional(),
});
export type Fill = z.output<typeof fillSchema>;

/** One order to sell at the market's price. The custodian takes at most one order per key. */
export interface SellOrder {
  readonly isin: string;
  /** A plain decimal. */
  readonly quantity: string;
  readonly currency: Currency;
  readonly key: string;
  readonly tenantId: string;
  readonly portfolioId: string;
}

export interface OrderKey {
  readonly key: string;
  readonly tenantId: string;
}

/** How an order stands. `cancelled` takes no more fills, and may have some. A fill may be reported more than once. */
export interface OrderReport {
  readonly status: 'accepted' | 'partly_filled' | 'filled' | 'rejected' | 'cancelled';
  readonly fills: readonly Fill[];
  /** Why it was rejected, in the custodian's words. */
  readonly reason?: string | undefined;
}

/** One unit of an instrument, as a plain decimal. */
export interface Price {
  readonly price: string;
  readonly currency: Currency;
}

/** What one unit of the base currency is in others, as plain decimals. */
export type Rates = Readonly<Partial<Record<Currency, string>>>;

/** Where instruments are held and sold. Every call may throw OutcomeUnknown. */
export abstract class Custodian {
  /** No call lasts longer: it has an answer by then, or its outcome is unknown. */
  abstract readonly longestCallMs: number;
  /** Places the order, or finds it placed already under the same key. */
  abstract sell(order: SellOrder): Promise<OrderReport>;
  /** Inquires about the order under this key; null when the custodian does not know it. */
  abstract inquire(order: OrderKey): Promise<OrderReport | null>;
  /** Cancels what is not filled; an unknown key is barred. Returns how the order stands then. */
  abstract stop(order: OrderKey): Promise<OrderReport>;
  /** The present price; null when the custodian knows none. */
  abstract price(isin: string, tenantId: string): Promise<Price | null>;
  abstract rates(base: Currency): Promise<Rates>;
}
