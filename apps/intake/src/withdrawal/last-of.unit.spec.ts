import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastOf } from './last-of.js';

async function looked(count: number): Promise<{ last: number | null; looks: number }> {
  let looks = 0;
  const last = await lastOf((number) => {
    looks += 1;
    return Promise.resolve(number < count);
  });
  return { last, looks };
}

describe('the last of numbers without a gap', () => {
  it('is found, however many there are', () =>
    fc.assert(fc.asyncProperty(fc.nat(5_000), async (count) => {
      expect((await looked(count)).last).toBe(count === 0 ? null : count - 1);
    })));

  it('is found with one look when there is none, two when there is one, and few when there are many', async () => {
    expect((await looked(0)).looks).toBe(1);
    expect((await looked(1)).looks).toBe(2);
    expect((await looked(100_000)).looks).toBeLessThan(40);
  });
});
