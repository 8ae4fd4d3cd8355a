import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { decimalOf, decimalOfUnits, decimalText, sumOf, total, worthOf } from '../portfolios/exact-decimal.js';
import { intendedOrder, isOpen, proceedsOf, type PlannedSale, type SaleOrder } from './sale-order.js';
import { nextSales, planSaleOfAll, planSales, type NextSales, type SellableHolding } from './sale-planning.js';

const now = new Date('2026-11-23T10:00:00.000Z');
const pounds = (text: string): Money => Money.parse(text, 'GBP');
const held = (isin: string, quantity: string, price = '10'): SellableHolding => ({ isin, quantity, price, currency: 'GBP' });
const settled = { settledAt: '2026-11-25T17:00:00.000Z' };

function order(isin: string, quantity: string, status: SaleOrder['status'], sold: { quantity?: string; price?: string; settledAt?: string } | null = {}): SaleOrder {
  const fill = { id: `${isin}-1`, quantity, price: '10', matchedAt: now.toISOString(), settlesAt: settled.settledAt };
  return { ...intendedOrder('w1', { isin, quantity, currency: 'GBP', referencePrice: '10' }, [], now), status, fills: sold === null ? [] : [{ ...fill, ...sold }] };
}
const ordersOf = (next: NextSales): string => (typeof next === 'string' ? next : next.orders.map(({ isin, quantity }) => `${isin} ${quantity}`).join(', '));

describe('a cash raising of 100 pounds', () => {
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

describe('a cash raising of everything', () => {
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
  interface Outcome { readonly word: 'filled' | 'rejected' | 'cancelled'; readonly pricePercent: number }
  const outcome = fc.record({ word: fc.constantFrom<Outcome['word']>('filled', 'filled', 'rejected', 'cancelled'), pricePercent: fc.integer({ min: 50, max: 130 }) });
  const decimal = (most: bigint) => fc.bigInt({ min: 1n, max: most }).map((parts) => decimalText(decimalOfUnits(parts, 'USDC').div('1e4')));
  const anyHoldings = fc.array(fc.tuple(decimal(10n ** 13n), decimal(10n ** 12n)), { minLength: 1, maxLength: 5 })
    .map((list) => list.map(([quantity, price], index) => held(`I${index}`, quantity, price)));

  /** Lets every order of a round come to its end; prices are moved by what they were sold at. */
  function sold(planned: SaleOrder, { word, pricePercent }: Outcome): SaleOrder {
    const quantity = decimalOf(planned.quantity);
    const part = word === 'filled' || quantity.lt('2e-10') ? quantity : quantity.div(2).toDecimalPlaces(10);
    const price = decimalText(decimalOf(planned.referencePrice).mul(pricePercent).div(100));
    if (word === 'rejected') return { ...planned, status: 'rejected' };
    const fill = { id: planned.orderId, quantity: decimalText(part), price, matchedAt: now.toISOString(), settlesAt: settled.settledAt, ...settled };
    return { ...planned, status: part.eq(quantity) ? 'settled' : 'cancelled', fills: [fill] };
  }

  const left = (holdings: readonly SellableHolding[], orders: readonly SaleOrder[]): SellableHolding[] => holdings.map((holding) => {
    const gone = sumOf(orders.filter(({ isin }) => isin === holding.isin).flatMap(({ fills }) => fills.map(({ quantity }) => decimalOf(quantity))));
    return { ...holding, quantity: decimalText(decimalOf(holding.quantity).minus(gone)) };
  });

  it('comes to an end, sells nothing twice, and says enough only when it is', () => {
    fc.assert(fc.property(anyHoldings, fc.bigInt({ min: 1n, max: 10n ** 8n }), fc.array(outcome, { minLength: 1, maxLength: 10 }), (holdings, units, outcomes) => {
      const needed = Money.ofUnits('GBP', units);
      let orders: SaleOrder[] = [];
      let next = nextSales({ needed, orders, holdings });
      for (let round = 0; typeof next !== 'string'; round += 1) {
        if (round >= 1_000) throw new Error('It comes to no end.');
        const added = next.orders.map((sale, index) => sold(intendedOrder('w1', sale, orders, now), outcomes[(round + index) % outcomes.length]!));
        orders = [...orders, ...added];
        expect(left(holdings, orders).map(({ quantity }) => quantity).filter((quantity) => quantity.startsWith('-'))).toEqual([]);
        next = nextSales({ needed, orders, holdings: left(holdings, orders) });
      }
      expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(orders.length);
      expect(orders.some(isOpen)).toBe(false);
      expect(next).toBe(total(orders.map(proceedsOf)) >= units ? 'enough' : 'exhausted');
    }), { numRuns: 500 });
  });
});

/** `isin quantity price [currency]`, one line each. */
const holdingsIn = (table: string): SellableHolding[] => table.split(',').map((line) => {
  const [isin = '', quantity = '', price = '', currency = 'GBP'] = line.trim().split(/\s+/);
  return { isin, quantity, price, currency: currency as SellableHolding['currency'] };
});
const soldIn = (sales: readonly PlannedSale[]): string => sales.map(({ isin, quantity }) => `${isin} ${quantity}`).join(', ');

describe('what is sold for a specified amount', () => {
  it.each([
    ['one holding', 'A 100 10', '95', 'A 10'],
    ['exactly what is needed', 'A 100 10', '100', 'A 10'],
    ['a penny more than so many units', 'A 100 10', '100.01', 'A 11'],
    ['pro rata by value', 'A 100 10, B 300 10', '400', 'A 10, B 30'],
    ['pro rata by value, not by quantity', 'A 10 100, B 1000 1', '200', 'A 1, B 100'],
    ['whole units of each', 'A 100 7, B 100 13', '100', 'A 5, B 5'],
    ['the last fraction held, when a whole unit is more', 'A 0.5 10, B 100 10', '1', 'A 0.5, B 1'],
    ['everything, when it is just enough', 'A 1.5 10, B 2.25 10', '37.50', 'A 1.5, B 2.25'],
    ['everything, when it is too little', 'A 1.5 10, B 2 10', '1000000', 'A 1.5, B 2'],
    ['one more unit, when rounding each sale down leaves a penny missing', 'A 9 0.996, B 9 0.996', '1.99', 'A 2, B 1'],
    ['nothing in another currency', 'A 100 10 USD, B 100 10', '50', 'B 5'],
    ['nothing that has no price', 'A 100 0, B 100 10', '50', 'B 5'],
    ['nothing that is not held', 'A 0 10, B 100 10', '50', 'B 5'],
    ['by instrument, however they are listed', 'B 100 10, A 100 10', '100', 'A 5, B 5'],
    ['more units than a number can count', 'A 999999999999999999 0.0000000001', '1000000', 'A 10000000000000000'],
  ])('is %s', (_, table, needed, sold) => {
    expect(soldIn(planSales(holdingsIn(table), pounds(needed)))).toBe(sold);
  });

  it.each([['nothing is needed', 'A 100 10', '0'], ['nothing is held', 'A 0 10', '5'], ['everything is in another currency', 'A 100 10 EUR', '5'], ['nothing has a price', 'A 100 0', '5']])(
    'is nothing when %s', (_, table, needed) => expect(planSales(holdingsIn(table), pounds(needed))).toEqual([]),
  );

  it('says the price it was planned with', () => {
    expect(planSales(holdingsIn('A 100 10.25'), pounds('1'))).toEqual([{ isin: 'A', quantity: '1', currency: 'GBP', referencePrice: '10.25' }]);
  });
});

describe('everything', () => {
  it('is all that is held, whatever its currency and price', () => {
    expect(soldIn(planSaleOfAll(holdingsIn('B 0.0000000001 3 USD, A 12.5 10, C 0 10, D 7 0')))).toBe('A 12.5, B 0.0000000001, D 7');
  });
});

describe('any holdings and any amount', () => {
  const decimal = (most: bigint) => fc.tuple(fc.bigInt({ min: 0n, max: most }), fc.nat({ max: 10 })).map(([parts, places]) => decimalText(decimalOfUnits(parts, 'USDC').div('1e4').toDecimalPlaces(places)));
  const holding = fc.record({ quantity: decimal(10n ** 15n), price: decimal(10n ** 13n), currency: fc.constantFrom('GBP' as const, 'GBP' as const, 'USD' as const) });
  const anyHoldings = fc.array(holding, { maxLength: 8 }).map((list) => list.map((one, index): SellableHolding => ({ ...one, isin: `I${index}` })));
  const anyNeed = fc.bigInt({ min: 0n, max: 10n ** 11n }).map((units) => Money.ofUnits('GBP', units));
  const given = <T>(check: (holdings: SellableHolding[], needed: Money) => T): void => fc.assert(fc.property(anyHoldings, anyNeed, (holdings, needed) => { check(holdings, needed); }), { numRuns: 1_000 });

  const ours = (holdings: readonly SellableHolding[]): SellableHolding[] => holdings.filter(({ currency }) => currency === 'GBP');
  const worth = (holdings: readonly SellableHolding[]): bigint => total(holdings.map(({ quantity, price, currency }) => worthOf(quantity, price, currency)));
  const brings = (sales: readonly PlannedSale[]): bigint => total(sales.map(({ quantity, referencePrice, currency }) => worthOf(quantity, referencePrice, currency)));

  it('cover what is needed whenever all of them do, and are sold out otherwise', () => {
    given((holdings, needed) => {
      const [all, sold] = [worth(ours(holdings)), brings(planSales(holdings, needed))];
      if (all >= needed.units) expect(sold).toBeGreaterThanOrEqual(needed.units);
      else expect(sold).toBe(all);
    });
  });

  it('bring at most one unit of each more than is needed', () => {
    given((holdings, needed) => {
      const sales = planSales(holdings, needed);
      const oneOfEach = total(sales.map(({ referencePrice }) => BigInt(decimalOf(referencePrice).mul(100).ceil().toFixed())));
      expect(brings(sales)).toBeLessThanOrEqual(needed.units + oneOfEach + BigInt(sales.length));
    });
  });

  it('are sold in whole units, or to the last fraction held, and never beyond', () => {
    given((holdings, needed) => {
      for (const { isin, quantity } of planSales(holdings, needed)) {
        const held = decimalOf(holdings.find((one) => one.isin === isin)!.quantity);
        expect(decimalOf(quantity).lte(held)).toBe(true);
        expect(decimalOf(quantity).isInteger() || decimalOf(quantity).eq(held)).toBe(true);
        expect(decimalOf(quantity).gt(0)).toBe(true);
      }
    });
  });

  it('are each sold for at least the part that they have in the value of all', () => {
    given((holdings, needed) => {
      const value = sumOf(ours(holdings).map(({ quantity, price }) => decimalOf(quantity).mul(decimalOf(price))));
      const wanted = decimalOfUnits(needed.units, 'GBP');
      if (wanted.gt(value)) return;
      for (const { isin, quantity } of planSales(holdings, needed)) {
        const held = decimalOf(holdings.find((one) => one.isin === isin)!.quantity);
        expect(decimalOf(quantity).mul(value).gte(wanted.mul(held))).toBe(true);
      }
    });
  });

  it('are planned the same in any order', () => {
    given((holdings, needed) => expect(planSales(holdings.toReversed(), needed)).toEqual(planSales(holdings, needed)));
  });
});
