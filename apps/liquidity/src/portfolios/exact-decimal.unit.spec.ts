import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalOf, decimalText, dividedUp, worthOf } from './exact-decimal.js';

describe('a decimal', () => {
  it.each([['0', 0n], ['1', 10_000_000_000n], ['0.5', 5_000_000_000n], ['12.3456789012', 123_456_789_012n], ['0.0000000001', 1n]] as const)('%s is %s of the smallest parts', (text, parts) => {
    expect(decimalOf(text)).toBe(parts);
    expect(decimalText(parts)).toBe(text);
  });

  it('is read back as it was written', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 28n - 1n }), (parts) => expect(decimalOf(decimalText(parts))).toBe(parts)));
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

describe('division', () => {
  it.each([[0n, 3n, 0n], [1n, 3n, 1n], [3n, 3n, 1n], [4n, 3n, 2n]])('of %s by %s is rounded up to %s', (dividend, divisor, quotient) => {
    expect(dividedUp(dividend, divisor)).toBe(quotient);
  });
});
