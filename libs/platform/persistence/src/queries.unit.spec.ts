import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPage } from './queries.js';

const rowsUpTo = (length: number) => (count: number) => Promise.resolve(Array.from({ length }, (_, index) => index).slice(0, count));

describe('a page', () => {
  it('is the beginning of the list, and says truly whether more follows', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 40 }), async (limit, length) => {
      const { found, hasMore } = await readPage(limit, rowsUpTo(length));
      expect(found).toEqual(Array.from({ length: Math.min(limit, length) }, (_, index) => index));
      expect(hasMore).toBe(length > limit);
    }));
  });

  it('reads one row more than it has, and no further', async () => {
    const counts: number[] = [];
    await readPage(5, (count) => {
      counts.push(count);
      return Promise.resolve([]);
    });
    expect(counts).toEqual([6]);
  });

  it('fails as its reading fails', async () => {
    await expect(readPage(5, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });
});
