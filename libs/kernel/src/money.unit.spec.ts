import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { currencies, currencyDecimals, isCurrency, Money } from './money.js';
import { DomainError } from './refusals.js';

const currency = fc.constantFrom(...currencies);
const money = fc.record({ currency, units: fc.bigInt({ min: 0n, max: 10n ** 15n * 10n ** 2n - 1n }) }).map(({ currency: of, units }) => Money.ofUnits(of, units));

const codeOf = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'none';
};

describe('reading an amount', () => {
  it.each([
    ['2500', 'USD', 250000n], ['2500.00', 'USD', 250000n], ['0.5', 'GBP', 50n], ['0', 'EUR', 0n], ['0.01', 'EUR', 1n],
    ['100.123456', 'USDC', 100123456n], ['999999999999999', 'USD', 99999999999999900n], ['999999999999999.999999', 'USDC', 999999999999999999999n],
  ] as const)('%s %s is %s minor units', (text, of, units) => {
    expect(Money.parse(text, of).units).toBe(units);
  });

  it.each([
    '', ' ', '-1', '+1', '1e3', '1E3', '0x10', '01', '00.1', '.5', '5.', '1,000', '1 000', ' 1', '1 ', '1\n', '1_000', 'NaN', 'Infinity', '١', '½', '1.2.3',
    '$1', '1000000000000000', '9'.repeat(40), '1.-1',
  ])('%j is not a plain decimal', (text) => {
    expect(codeOf(() => Money.parse(text, 'USD'))).toBe('invalid_amount');
  });

  it.each([['1.001', 'USD'], ['1.000', 'GBP'], ['0.0000001', 'USDC'], ['1.0000000', 'USDC']] as const)('%s is finer than the minor unit of %s, even in zeros', (text, of) => {
    expect(codeOf(() => Money.parse(text, of))).toBe('precision_overflow');
  });

  it('reads back every amount that it wrote', () => {
    fc.assert(fc.property(money, (amount) => {
      expect(Money.parse(amount.toDecimal(), amount.currency).equals(amount)).toBe(true);
      expect(Money.fromJson(amount.toJson()).equals(amount)).toBe(true);
    }));
  });

  it('refuses any text in its own words, and never with another failure', () => {
    fc.assert(fc.property(fc.string(), currency, (text, of) => {
      expect(['none', 'invalid_amount', 'precision_overflow']).toContain(codeOf(() => Money.parse(text, of)));
    }));
  });
});

describe('writing an amount', () => {
  it('has all decimals of the currency and never an exponent', () => {
    fc.assert(fc.property(money, (amount) => {
      expect(amount.toDecimal()).toMatch(new RegExp(`^\\d+\\.\\d{${currencyDecimals[amount.currency]}}$`));
    }));
  });

  it('shows what is below zero with a minus sign', () => {
    expect(Money.parse('2500', 'USD').negated().toDecimal()).toBe('-2500.00');
  });
});

describe('reckoning', () => {
  it('takes back what it added, and compares as the units do', () => {
    fc.assert(fc.property(money, fc.bigInt({ min: 0n, max: 10n ** 17n }), (amount, units) => {
      const other = Money.ofUnits(amount.currency, units);
      expect(amount.plus(other).minus(other).equals(amount)).toBe(true);
      expect(amount.compare(other)).toBe(amount.units < units ? -1 : amount.units > units ? 1 : 0);
    }));
  });

  it.each([[-1n, -1, false, false], [0n, 0, true, false], [1n, 1, false, true]] as const)('knows on which side of zero %s is', (units, side, isZero, isPositive) => {
    const amount = Money.ofUnits('GBP', units);
    expect([amount.compare(Money.zero('GBP')), amount.isZero, amount.isPositive, amount.equals(Money.zero('GBP'))]).toEqual([side, isZero, isPositive, isZero]);
    expect([Money.zero('GBP').currency, Money.zero('GBP').units]).toEqual(['GBP', 0n]);
  });

  it('says what is wrong', () => {
    expect(() => Money.parse('x', 'USD')).toThrow('not a plain decimal');
    expect(() => Money.parse('1.001', 'USD')).toThrow('USD has at most 2 decimals.');
    expect(() => Money.zero('USD').plus(Money.zero('GBP'))).toThrow('GBP cannot be combined with USD.');
  });

  it('knows its currencies, and no names that every object has', () => {
    expect(['GBP', 'EUR', 'USD', 'USDC', 'CHF', 'gbp', '', 'toString', '__proto__'].filter(isCurrency)).toEqual(['GBP', 'EUR', 'USD', 'USDC']);
  });

  it('does not mix two currencies', () => {
    const pounds = Money.parse('1', 'GBP');
    const dollars = Money.parse('1', 'USD');
    expect(codeOf(() => pounds.plus(dollars))).toBe('currency_mismatch');
    expect(codeOf(() => pounds.minus(dollars))).toBe('currency_mismatch');
    expect(codeOf(() => pounds.compare(dollars))).toBe('currency_mismatch');
    expect(pounds.equals(dollars)).toBe(false);
  });
});
