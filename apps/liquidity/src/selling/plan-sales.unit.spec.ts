import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import fc from 'fast-check';
import { decimalOf, decimalText, dividedUp, productOf, total, worthOf } from './exact-decimal.js';
import { planSaleOfAll, planSales, type SellableHolding } from './plan-sales.js';
import type { PlannedSale } from './sale-order.js';

const pounds = (text: string): Money => Money.parse(text, 'GBP');

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
  const decimal = (most: bigint) => fc.tuple(fc.bigInt({ min: 0n, max: most }), fc.nat({ max: 10 })).map(([value, zeros]) => decimalText(value - (value % 10n ** BigInt(zeros))));
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
      const oneOfEach = total(sales.map(({ referencePrice }) => dividedUp(decimalOf(referencePrice), 10n ** 8n)));
      expect(brings(sales)).toBeLessThanOrEqual(needed.units + oneOfEach + BigInt(sales.length));
    });
  });

  it('are sold in whole units, or to the last fraction held, and never beyond', () => {
    given((holdings, needed) => {
      for (const { isin, quantity } of planSales(holdings, needed)) {
        const held = decimalOf(holdings.find((one) => one.isin === isin)!.quantity);
        expect(decimalOf(quantity)).toBeLessThanOrEqual(held);
        expect(decimalOf(quantity) % 10n ** 10n === 0n || decimalOf(quantity) === held).toBe(true);
        expect(decimalOf(quantity)).toBeGreaterThan(0n);
      }
    });
  });

  it('are each sold for at least the part that they have in the value of all', () => {
    given((holdings, needed) => {
      const value = total(ours(holdings).map(({ quantity, price }) => decimalOf(quantity) * decimalOf(price)));
      const wanted = productOf(needed.units, 'GBP');
      if (wanted > value) return;
      for (const { isin, quantity } of planSales(holdings, needed)) {
        const held = decimalOf(holdings.find((one) => one.isin === isin)!.quantity);
        expect(decimalOf(quantity) * value).toBeGreaterThanOrEqual(wanted * held);
      }
    });
  });

  it('are planned the same in any order', () => {
    given((holdings, needed) => expect(planSales(holdings.toReversed(), needed)).toEqual(planSales(holdings, needed)));
  });
});
