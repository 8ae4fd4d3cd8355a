import { describe, expect, it } from '@jest/globals';
import { averagePriceOf, dueAtOf, hasEnded, intendedOrder, isOpen, proceedsOf, saleOrderSchema, settlementOf, type Fill, type SaleOrder } from './sale-order.js';

const now = new Date('2026-11-23T10:00:00.000Z');
const sale = { isin: 'GB00B3X7QG63', quantity: '10', currency: 'GBP', referencePrice: '2.5' } as const;
const order = intendedOrder('w1', sale, [], now);
const fill = (id: string, changed: Partial<Fill> = {}): Fill => ({ id, quantity: '5', price: '2.5', matchedAt: '2026-11-23T10:00:01.000Z', settlesAt: '2026-11-25T17:00:00.000Z', ...changed });
const withFills = (status: SaleOrder['status'], ...fills: Fill[]): SaleOrder => ({ ...order, status, fills });

describe('an order for a planned sale', () => {
  it('can be stored as it is', () => {
    expect(saleOrderSchema.parse(order)).toEqual(order);
    expect(dueAtOf([order])).toEqual(now);
  });

  it('has the same id however often it is planned, and another for another try, instrument or withdrawal', () => {
    expect(intendedOrder('w1', { ...sale, quantity: '3' }, [], new Date()).orderId).toBe(order.orderId);
    const others = [intendedOrder('w1', sale, [order], now), intendedOrder('w1', { ...sale, isin: 'US0378331005' }, [order], now), intendedOrder('w2', sale, [], now)];
    expect(new Set([order, ...others].map(({ orderId }) => orderId)).size).toBe(4);
  });
});

describe('an order', () => {
  it.each([
    ['intended', true, false], ['placing', true, false], ['unknown', true, false], ['placed', true, false], ['partly_filled', true, false],
    ['filled', false, true], ['settled', false, true], ['rejected', false, true], ['cancelled', false, true],
  ] as const)('that is %s may sell: %s; with nothing unpaid it has ended: %s', (status, open, ended) => {
    expect([isOpen(withFills(status)), hasEnded(withFills(status))]).toEqual([open, ended]);
  });

  it.each(['filled', 'cancelled'] as const)('that is %s has not ended while a fill is not paid for', (status) => {
    expect(hasEnded(withFills(status, fill('a', { settledAt: '2026-11-25T17:00:00.000Z' }), fill('b')))).toBe(false);
  });

  it('brings what its fills bring, rounded down once for all of them', () => {
    const thirds = [fill('a', { quantity: '1', price: '0.019' }), fill('b', { quantity: '1', price: '0.019' })];
    expect(proceedsOf(withFills('filled', ...thirds))).toBe(3n);
    expect(proceedsOf(order)).toBe(0n);
  });

  it('has an average price and a last settlement once something was sold', () => {
    const sold = withFills('filled', fill('a', { quantity: '1', price: '1' }), fill('b', { quantity: '2', price: '2', settlesAt: '2026-11-26T17:00:00.000Z' }));
    expect([averagePriceOf(sold), settlementOf(sold)]).toEqual(['1.6666666666', '2026-11-26T17:00:00.000Z']);
    expect([averagePriceOf(order), settlementOf(order)]).toEqual([null, null]);
  });

  it('is due when the earliest of all is', () => {
    expect(dueAtOf([{ nextAt: '2026-11-24T00:00:00.000Z' }, {}, { nextAt: '2026-11-23T00:00:00.000Z' }])).toEqual(new Date('2026-11-23T00:00:00.000Z'));
    expect(dueAtOf([{}])).toBeNull();
  });
});
