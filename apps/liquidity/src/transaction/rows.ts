import { isDeepStrictEqual } from 'node:util';
import type { TransactionView } from '@sluice/contract-liquidity';
import type { MoneyJson } from '@sluice/kernel';
import type { Raising } from '../portfolio-withdrawal/place.js';
import { proceedsOf } from '../selling/sale-order.js';
import { dayOn, transactionId, type Row } from './transaction.js';

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
