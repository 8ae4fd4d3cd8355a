import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastOf } from './wallet-withdrawals.controller.js';

async function counted(count: number): Promise<{ last: number | null; reads: number }> {
  let reads = 0;
  const last = await lastOf((number) => {
    reads += 1;
    return Promise.resolve(number < count);
  });
  return { last, reads };
}

describe('the last of numbers without a gap', () => {
  it('is found, however many there are', () =>
    fc.assert(fc.asyncProperty(fc.nat(5_000), async (count) => {
      expect((await counted(count)).last).toBe(count === 0 ? null : count - 1);
    })));

  it('is found with one read when there is none, two when there is one, and few when there are many', async () => {
    expect((await counted(0)).reads).toBe(1);
    expect((await counted(1)).reads).toBe(2);
    expect((await counted(100_000)).reads).toBeLessThan(40);
  });
});
