import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { decimalOf, decimalText, total } from './exact-decimal.js';
import { nextSales, type NextSales } from './next-sales.js';
import type { SellableHolding } from './plan-sales.js';
import { intendedOrder, isOpen, proceedsOf, type SaleOrder } from './sale-order.js';

const now = new Date('2026-11-23T10:00:00.000Z');
const pounds = (text: string): Money => Money.parse(text, 'GBP');
const held = (isin: string, quantity: string, price = '10'): SellableHolding => ({ isin, quantity, price, currency: 'GBP' });
const settled = { settledAt: '2026-11-25T17:00:00.000Z' };

function order(isin: string, quantity: string, status: SaleOrder['status'], sold: { quantity?: string; price?: string; settledAt?: string } | null = {}): SaleOrder {
  const fill = { id: `${isin}-1`, quantity, price: '10', matchedAt: now.toISOString(), settlesAt: settled.settledAt };
  return { ...intendedOrder('w1', { isin, quantity, currency: 'GBP', referencePrice: '10' }, [], now), status, fills: sold === null ? [] : [{ ...fill, ...sold }] };
}
const ordersOf = (next: NextSales): string => (typeof next === 'string' ? next : next.orders.map(({ isin, quantity }) => `${isin} ${quantity}`).join(', '));

describe('a raise of 100 pounds', () => {
  it.each<[string, SaleOrder[], SellableHolding[], string]>([
    ['begins with orders', [], [held('A', '50')], 'A 10'],
    ['of which nothing can be sold is exhausted', [], [held('A', '50', '0')], 'exhausted'],
    ['waits for what is open', [order('A', '10', 'placed', null)], [held('A', '50')], 'wait'],
    ['waits for what is open beside what was rejected', [order('A', '5', 'rejected', null), order('B', '5', 'partly_filled')], [held('A', '50')], 'wait'],
    ['waits for what is not paid for', [order('A', '10', 'filled')], [held('A', '40')], 'wait'],
    ['is enough when it is paid for', [order('A', '10', 'settled', settled)], [held('A', '40')], 'enough'],
    ['is enough when it brought more', [order('A', '10', 'settled', { ...settled, price: '12' })], [], 'enough'],
    ['goes on when the price fell, without waiting for the money', [order('A', '10', 'filled', { price: '9' })], [held('A', '40', '9')], 'A 2'],
    ['goes on when an order was rejected, with what is left', [order('A', '5', 'rejected', null), order('B', '5', 'settled', settled)], [held('B', '45')], 'B 5'],
    ['offers again what was rejected once', [order('A', '10', 'rejected', null)], [held('A', '50')], 'A 10'],
    ['does not offer a third time what was rejected twice', [order('A', '10', 'rejected', null), order('A', '10', 'rejected', null)], [held('A', '50')], 'exhausted'],
    ['offers something else instead', [order('A', '10', 'rejected', null), order('A', '10', 'rejected', null)], [held('A', '50'), held('B', '50')], 'B 10'],
    ['offers the rest of what was cut short', [order('A', '10', 'cancelled', { ...settled, quantity: '4' })], [held('A', '46')], 'A 6'],
    ['waits for the money before it gives up', [order('A', '5', 'filled')], [], 'wait'],
    ['gives up when everything is sold and paid for', [order('A', '5', 'settled', settled)], [], 'exhausted'],
  ])('%s', (_, orders, holdings, next) => {
    expect(ordersOf(nextSales({ needed: pounds('100'), orders, holdings }))).toBe(next);
  });

  it('does not count what came in another currency', () => {
    const dollars = { ...order('A', '10', 'settled', settled), currency: 'USD' as const };
    expect(nextSales({ needed: pounds('100'), orders: [dollars], holdings: [] })).toBe('exhausted');
  });

  it('is enough from the start when nothing is needed', () => {
    expect(nextSales({ needed: Money.zero('GBP'), orders: [], holdings: [held('A', '1')] })).toBe('enough');
  });
});

describe('a raise of everything', () => {
  it.each<[string, SaleOrder[], SellableHolding[], string]>([
    ['sells all there is', [], [held('B', '0.5'), held('A', '3', '0')], 'A 3, B 0.5'],
    ['is enough when nothing was held', [], [], 'enough'],
    ['waits for the money', [order('A', '3', 'filled')], [held('A', '0')], 'wait'],
    ['is enough when all is sold and paid for', [order('A', '3', 'settled', settled)], [], 'enough'],
    ['is exhausted when something cannot be sold', [order('A', '3', 'rejected', null), order('A', '3', 'rejected', null)], [held('A', '3')], 'exhausted'],
  ])('%s', (_, orders, holdings, next) => {
    expect(ordersOf(nextSales({ needed: 'everything', orders, holdings }))).toBe(next);
  });
});

describe('any custodian that fills, rejects, cuts short, and moves its prices', () => {
  interface Outcome { readonly word: 'filled' | 'rejected' | 'cancelled'; readonly pricePercent: bigint }
  const outcome = fc.record({ word: fc.constantFrom<Outcome['word']>('filled', 'filled', 'rejected', 'cancelled'), pricePercent: fc.bigInt({ min: 50n, max: 130n }) });
  const anyHoldings = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 13n }), fc.bigInt({ min: 1n, max: 10n ** 12n })), { minLength: 1, maxLength: 5 })
    .map((list) => list.map(([quantity, price], index) => held(`I${index}`, decimalText(quantity), decimalText(price))));

  /** Lets every order of a round come to its end; prices are moved by what they were sold at. */
  function sold(planned: SaleOrder, { word, pricePercent }: Outcome): SaleOrder {
    const quantity = decimalOf(planned.quantity);
    const part = word === 'filled' || quantity < 2n ? quantity : quantity / 2n;
    const price = decimalText((decimalOf(planned.referencePrice) * pricePercent) / 100n);
    if (word === 'rejected') return { ...planned, status: 'rejected' };
    const fill = { id: planned.orderId, quantity: decimalText(part), price, matchedAt: now.toISOString(), settlesAt: settled.settledAt, ...settled };
    return { ...planned, status: part === quantity ? 'settled' : 'cancelled', fills: [fill] };
  }

  const left = (holdings: readonly SellableHolding[], orders: readonly SaleOrder[]): SellableHolding[] => holdings.map((holding) => {
    const gone = total(orders.filter(({ isin }) => isin === holding.isin).flatMap(({ fills }) => fills.map(({ quantity }) => decimalOf(quantity))));
    return { ...holding, quantity: decimalText(decimalOf(holding.quantity) - gone) };
  });

  it('comes to an end, sells nothing twice, and says enough only when it is', () => {
    fc.assert(fc.property(anyHoldings, fc.bigInt({ min: 1n, max: 10n ** 8n }), fc.array(outcome, { minLength: 1, maxLength: 10 }), (holdings, units, outcomes) => {
      const needed = Money.ofUnits('GBP', units);
      let orders: SaleOrder[] = [];
      let next = nextSales({ needed, orders, holdings });
      for (let round = 0; typeof next !== 'string'; round += 1) {
        expect(round).toBeLessThan(1_000);
        const added = next.orders.map((sale, index) => sold(intendedOrder('w1', sale, orders, now), outcomes[(round + index) % outcomes.length]!));
        orders = [...orders, ...added];
        for (const { quantity } of left(holdings, orders)) expect(decimalOf(quantity)).toBeGreaterThanOrEqual(0n);
        next = nextSales({ needed, orders, holdings: left(holdings, orders) });
      }
      expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(orders.length);
      expect(orders.some(isOpen)).toBe(false);
      expect(next).toBe(total(orders.map(proceedsOf)) >= units ? 'enough' : 'exhausted');
    }), { numRuns: 500 });
  });
});
