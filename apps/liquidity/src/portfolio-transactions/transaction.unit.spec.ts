import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { intendedOrder, proceedsOf } from '../cash-raising/sale-order.js';
import { derivedId } from '../portfolios/portfolio.js';
import { bookedTransaction, cashRow, changedRows, saleRows, type Row } from './transaction.js';

const now = new Date('2026-11-23T10:00:00.000Z');
const later = new Date('2026-11-25T17:00:00.000Z');
const deposit = cashRow({ tenantId: 'acme', portfolioId: 'prt-a', type: 'Deposit', of: ['d1'], consideration: { currency: 'GBP', units: '100' }, now });
const matched: Row = { ...deposit, type: 'Sell', status: 'Matched', settledOn: '2026-11-25', date: '2026-11-23' };

describe('an id made of what it stands for', () => {
  it('is the same for the same and has the form of its kind', () => {
    fc.assert(fc.property(fc.array(fc.string()), (parts) => {
      expect(derivedId('trn-', ...parts)).toMatch(/^trn-[a-z2-7]{14}$/);
      expect(derivedId('trn-', ...parts)).toBe(derivedId('trn-', ...parts));
    }));
    expect(derivedId('trn-', 'ab', 'c')).not.toBe(derivedId('trn-', 'a', 'bc'));
  });
});

describe('a transaction', () => {
  it('is shown from when it was first booked', () => {
    expect(bookedTransaction(null, deposit, 7, now)).toMatchObject({ state: { serial: 7, timestamp: now.toISOString(), updatedAt: now.toISOString(), date: '2026-11-23', settledOn: '2026-11-23' } });
  });

  it('that is matched settles, and keeps its timestamp and its sequence number', () => {
    const first = bookedTransaction(null, matched, 7, now)!.state!;
    expect(bookedTransaction(first, matched, 8, later)).toBeNull();
    const settled = bookedTransaction(first, { ...matched, status: 'Settled' }, 7, later)!.state!;
    expect(settled).toMatchObject({ status: 'Settled', timestamp: now.toISOString(), updatedAt: later.toISOString(), serial: 7 });
    expect(bookedTransaction(settled, matched, 7, later)).toBeNull();
  });

  it('that is settled does not change when it is booked again on another day', () => {
    const first = bookedTransaction(null, deposit, 1, now)!.state!;
    expect(bookedTransaction(first, { ...deposit, settledOn: '2026-11-25' }, 1, later)).toBeNull();
  });
});

describe('sales in parts', () => {
  const fill = (id: string, quantity: string, price: string) => ({ id, quantity, price, matchedAt: now.toISOString(), settlesAt: later.toISOString() });
  const order = { ...intendedOrder('w1', { isin: 'GB00B3X7QG63', quantity: '3', currency: 'GBP', referencePrice: '1' }, [], now), fills: [fill('a', '1', '0.335'), fill('b', '2', '0.333')] };
  const raising = { status: 'selling', orders: [order], costs: [{ fillId: 'a', units: '30' }, { fillId: 'b', units: '60' }] } as const;
  const rowsOf = (orders: typeof order[]) => saleRows({ tenantId: 'acme', portfolioId: 'prt-a', raising: { ...raising, orders, costs: [...raising.costs] } });

  it('leave the portfolio, and add up to what the order brings', () => {
    const rows = rowsOf([order]);
    expect(rows.map(({ quantity, consideration, bookCost, status, settledOn }) => [quantity, consideration.units, bookCost?.units, status, settledOn])).toEqual([
      ['-1', '33', '30', 'Matched', '2026-11-25'], ['-2', '67', '60', 'Matched', '2026-11-25'],
    ]);
    expect(rows.reduce((sum, { consideration }) => sum + BigInt(consideration.units), 0n)).toBe(proceedsOf(order));
  });

  it('are booked again only where they have changed', () => {
    const [first, second] = [order.fills[0]!, { ...order.fills[1]!, settledAt: later.toISOString() }];
    const changed = changedRows(rowsOf([order]), rowsOf([{ ...order, fills: [first, second] }]));
    expect(changed.map(({ quantity, status }) => [quantity, status])).toEqual([['-2', 'Settled']]);
  });
});
