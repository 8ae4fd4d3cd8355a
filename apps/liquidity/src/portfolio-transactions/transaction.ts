import { isDeepStrictEqual } from 'node:util';
import { transactionViewSchema, type TransactionView } from '@sluice/contract-liquidity';
import type { MoneyJson } from '@sluice/kernel';
import type { Change, Versioned } from '@sluice/persistence';
import { z } from 'zod';
import { proceedsOf } from '../cash-raising/sale-order.js';
import type { Raising } from '../portfolios/active-slot.js';
import { derivedId } from '../portfolios/portfolio.js';

export const transactionSchema = transactionViewSchema.omit({ id: true }).extend({ serial: z.int().min(1) });
export type Transaction = z.output<typeof transactionSchema>;

/** A transaction as it should be shown. `date` is that of its first showing unless given. */
export interface Row extends Omit<TransactionView, 'timestamp' | 'updatedAt' | 'date'> {
  readonly date?: string | undefined;
}

export const transactionId = (tenantId: string, ...business: readonly string[]): string => derivedId('trn-', tenantId, ...business);

export const dayOn = (instant: Date): string => instant.toISOString().slice(0, 10);

/** Shows a row, or what has changed of it; null when nothing has. When it was first shown never changes, and what is settled changes no more. */
export function bookedTransaction(known: Transaction | null, { id: _, ...row }: Row, serial: number, now: Date): Change<Transaction> | null {
  const date = row.date ?? known?.date ?? dayOn(now);
  const at = now.toISOString();
  if (known === null) return { state: { ...row, date, serial, timestamp: at, updatedAt: at } };
  if (known.status === 'Settled') return null;
  const next = { ...row, date, serial: known.serial, timestamp: known.timestamp, updatedAt: known.updatedAt };
  return isDeepStrictEqual(next, known) ? null : { state: { ...next, updatedAt: at } };
}

export function viewOfTransaction({ id, state: { serial: _, ...shown } }: Versioned<Transaction>): TransactionView {
  return { id, ...shown };
}

interface CashMovement extends Pick<TransactionView, 'portfolioId' | 'type'> {
  readonly tenantId: string;
  /** What it shows: the same thing is shown once. */
  readonly of: readonly string[];
  /** Below zero where cash leaves the portfolio. */
  readonly consideration: MoneyJson;
  readonly now: Date;
}

/** A movement of cash that has happened: it has a consideration and nothing else. */
export const cashRow = ({ tenantId, portfolioId, type, of, consideration, now }: CashMovement): Row => ({
  id: transactionId(tenantId, type, portfolioId, ...of), portfolioId, type, status: 'Settled', consideration, settledOn: dayOn(now),
});

interface SalesOf {
  readonly tenantId: string;
  readonly portfolioId: string;
  readonly raising: Pick<Raising, 'orders' | 'costs'>;
}

/**
 * Each part of an order that was sold. Units leave, so their quantity is below zero; `bookCost` is what they had cost. The order's
 * proceeds are rounded once: a part's consideration is what it adds to them, so that the parts add up to what is paid.
 */
export const saleRows = ({ tenantId, portfolioId, raising: { orders, costs } }: SalesOf): Row[] => orders.flatMap((order) => {
  const { isin, currency, fills } = order;
  return fills.map((fill, index): Row => {
    const units = proceedsOf({ currency, fills: fills.slice(0, index + 1) }) - proceedsOf({ currency, fills: fills.slice(0, index) });
    return {
      id: transactionId(tenantId, 'Sell', order.orderId, fill.id), portfolioId, type: 'Sell', status: fill.settledAt === undefined ? 'Matched' : 'Settled', isin,
      price: { currency, amount: fill.price },
      quantity: `-${fill.quantity}`,
      consideration: { currency, units: units.toString() },
      charges: { currency, units: '0' },
      bookCost: { currency, units: costs.find(({ fillId }) => fillId === fill.id)?.units ?? '0' },
      date: fill.matchedAt.slice(0, 10),
      settledOn: (fill.settledAt ?? fill.settlesAt).slice(0, 10),
    };
  });
});

/** Rows that say something else than before. */
export const changedRows = (before: readonly Row[], after: readonly Row[]): Row[] => {
  const known = new Map(before.map((row) => [row.id, row]));
  return after.filter((row) => !isDeepStrictEqual(row, known.get(row.id)));
};
