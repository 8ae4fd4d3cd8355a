import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalOf, decimalOfUnits, decimalText, smaller } from './exact-decimal.js';
import { costOf, withDeposited, withoutSold, type Holding } from './portfolio.js';

const isin = 'GB00B3X7QG63';
const deposited = (quantity: string, price: string) => ({ isin, quantity, price, currency: 'GBP' as const });
const pounds = (units: string) => ({ currency: 'GBP' as const, units });
const part = (quantity: string, price = '10') => ({ quantity, price });

describe('a holding that arrives', () => {
  it.each([['10.5', '3.335', '3502'], ['1', '0.005', '1'], ['1', '0.0049999999', '0'], ['999999999999999999', '999999999', '99999999899999999900000000100']])('%s at %s costs %s', (quantity, price, units) => {
    expect(costOf(deposited(quantity, price))).toEqual(pounds(units));
  });

  it('joins what is held, at the new price', () => {
    const twice = withDeposited(withDeposited([], deposited('10', '1')), deposited('0.5', '3'));
    expect(twice).toEqual([{ ...deposited('10.5', '3'), bookCost: pounds('1150') }]);
  });

  it('is refused in another currency, or beyond the largest quantity', () => {
    const held = withDeposited([], deposited('999999999999999999', '0.01'));
    expect(() => withDeposited(held, { ...deposited('1', '1'), currency: 'USD' })).toThrow(expect.objectContaining({ code: 'currency_mismatch' }));
    expect(() => withDeposited(held, deposited('1', '0.01'))).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});

describe('units that are sold', () => {
  const held = withDeposited([], deposited('3', '3.34'));

  it('take their share of the cost, and the last one the rest', () => {
    const first = withoutSold(held, isin, part('1'));
    const second = withoutSold(first.holdings, isin, part('1', '9'));
    const last = withoutSold(second.holdings, isin, part('1'));
    expect([first, second, last].map(({ cost }) => cost)).toEqual([334n, 334n, 334n]);
    expect(second.holdings).toEqual([{ ...deposited('1', '9'), bookCost: pounds('334') }]);
    expect(last.holdings).toEqual([]);
  });

  it.each([['more than is held', isin, '3.0000000001'], ['of what is not held', 'IE00B4L5Y983', '1']])('are never %s', (_, which, quantity) => {
    expect(() => withoutSold(held, which, part(quantity))).toThrow(RangeError);
  });

  it('leave other holdings alone', () => {
    const other: Holding = { ...deposited('1', '1'), isin: 'IE00B4L5Y983', bookCost: pounds('100') };
    expect(withoutSold([other, ...held], isin, part('3')).holdings).toEqual([other]);
  });

  it('never take more cost than there is, and together exactly all of it', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 10n }).map((units) => decimalOfUnits(units, 'USDC'));
    fc.assert(fc.property(amount, fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.array(amount, { maxLength: 20 }), (quantity, cost, parts) => {
      let holdings: Holding[] = [{ ...deposited(decimalText(quantity), '1'), bookCost: pounds(cost.toString()) }];
      let taken = 0n;
      for (const wanted of [...parts, quantity]) {
        const [holding] = holdings;
        if (holding === undefined) break;
        const result = withoutSold(holdings, isin, part(decimalText(smaller(wanted, decimalOf(holding.quantity)))));
        taken += result.cost;
        expect(result.cost).toBeGreaterThanOrEqual(0n);
        expect(taken).toBeLessThanOrEqual(cost);
        holdings = result.holdings;
      }
      expect([holdings, taken]).toEqual([[], cost]);
    }));
  });
});
