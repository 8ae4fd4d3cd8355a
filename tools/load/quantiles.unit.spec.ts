import { describe, expect, it } from '@jest/globals';
import { quantile } from './quantiles.ts';

describe('a quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([[0.5, 50], [0.95, 95], [1, 100], [0, 1]])('of %d of one to a hundred is %d', (share, expected) => {
    expect(quantile(hundred, share)).toBe(expected);
  });

  it('of one sample is that sample', () => {
    expect(quantile([7], 0.95)).toBe(7);
  });

  it('of nothing is zero', () => {
    expect(quantile([], 0.5)).toBe(0);
  });
});
