import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Decimal } from 'decimal.js';
import { decimalOf, decimalOfUnits, decimalText, minorUnitsOf, roundedMinorUnitsOf, smaller, sumOf, worthOf } from './exact-decimal.js';

describe('a decimal', () => {
  it.each(['0', '1', '0.5', '12.3456789012', '0.0000000001', '999999999999999999.9999999999'])('%s is read back as it was written', (text) => {
    expect(decimalText(decimalOf(text))).toBe(text);
  });

  const parts = fc.bigInt({ min: 0n, max: 10n ** 28n - 1n });
  const ofParts = (count: bigint): string => `${count / 10n ** 10n}.${(count % 10n ** 10n).toString().padStart(10, '0')}`;

  it('is added, multiplied and compared without rounding', () => {
    fc.assert(fc.property(parts, parts, parts, (one, two, three) => {
      const [a, b, c] = [one, two, three].map((count) => decimalOf(ofParts(count))) as [Decimal, Decimal, Decimal];
      expect(a.mul(b).mul(c).mul('1e30').toFixed()).toBe((one * two * three).toString());
      expect(sumOf([a, b, c]).mul('1e10').toFixed()).toBe((one + two + three).toString());
      expect(smaller(a, b).mul(c).mul('1e20').toFixed()).toBe(((one < two ? one : two) * three).toString());
      expect(a.comparedTo(b)).toBe(one < two ? -1 : one > two ? 1 : 0);
    }));
  });

  it('is divided up to the next whole number exactly, whatever comes close to one', () => {
    const near = fc.tuple(parts, parts, fc.bigInt({ min: -1n, max: 1n }));
    fc.assert(fc.property(near, ([quotient, factor, off]) => {
      const [dividend, divisor] = [quotient * factor + off, factor];
      fc.pre(divisor > 0n && dividend >= 0n);
      const exact = decimalOfUnits(dividend, 'USDC').div(decimalOfUnits(divisor, 'USDC'));
      expect(exact.ceil().toFixed()).toBe(((dividend + divisor - 1n) / divisor).toString());
      expect(exact.floor().toFixed()).toBe((dividend / divisor).toString());
    }));
  });

  it('loses the zeros at its end', () => {
    expect(decimalText(decimalOf('3.1400'))).toBe('3.14');
  });

  it.each(['', '-1', '+1', '1e3', '01', '.5', '5.', ' 1', '1,5', '0.00000000001', '1000000000000000000', 'NaN', '١'])('%j is none', (text) => {
    expect(() => decimalOf(text)).toThrow(RangeError);
  });
});

describe('what a quantity is worth', () => {
  it.each([
    ['10', '1.5', 'GBP', 1_500n], ['0.333', '1', 'GBP', 33n], ['3', '0.009', 'USD', 2n], ['1', '0.0099999999', 'EUR', 0n], ['2', '0.0000005', 'USDC', 1n],
    ['999999999999999999', '999999999999999999', 'GBP', 99999999999999999800000000000000000100n],
  ] as const)('of %s at %s %s is %s minor units, never rounded up', (quantity, price, currency, units) => {
    expect(worthOf(quantity, price, currency)).toBe(units);
  });
});

describe('an amount between two minor units', () => {
  it.each([['1.2349', 123n, 123n], ['1.235', 123n, 124n], ['0.0049', 0n, 0n], ['0.005', 0n, 1n]])('%s is %s rounded down and %s half up', (text, down, halfUp) => {
    expect([minorUnitsOf(decimalOf(text), 'GBP'), roundedMinorUnitsOf(decimalOf(text), 'GBP')]).toEqual([down, halfUp]);
    expect(roundedMinorUnitsOf(decimalOf(text).negated(), 'GBP')).toBe(-halfUp);
  });

  it('never lies between what units stand for', () => {
    expect(minorUnitsOf(decimalOfUnits(99999999999999999999999999999999n, 'USDC'), 'USDC')).toBe(99999999999999999999999999999999n);
  });
});
