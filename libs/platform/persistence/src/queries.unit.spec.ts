import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ListOrder, readPage, rowsAfter, sortBy } from './queries.js';

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

interface Row {
  readonly _id: string;
  readonly at: number;
}

/** Which rows a condition of `rowsAfter` finds, as the database reads it. */
const isFound = (condition: object, row: Row): boolean => Object.entries(condition).every(([field, wanted]: [string, unknown]) => {
  if (field === '$or') return (wanted as object[]).some((each) => isFound(each, row));
  const value = row[field as keyof Row];
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  return Object.entries(wanted).every(([operator, bound]: [string, number | string]) => (operator === '$lt' ? value < bound : value > bound));
});

const sorted = (rows: readonly Row[], sort: Readonly<Record<string, 1 | -1>>): Row[] => rows.toSorted((one, other) => {
  for (const [field, direction] of Object.entries(sort)) {
    const [a, b] = [one[field as keyof Row], other[field as keyof Row]];
    if (a !== b) return a < b ? -direction : direction;
  }
  return 0;
});

describe('what comes after a row', () => {
  it('is the rest of the list, none of it twice and none left out, whichever way it goes and however many rows are of one time', () => {
    const rowsOf = fc.uniqueArray(fc.record({ _id: fc.string({ minLength: 1, maxLength: 3 }), at: fc.integer({ min: 0, max: 4 }) }), { selector: ({ _id }) => _id, minLength: 1, maxLength: 20 });
    fc.assert(fc.property(rowsOf, fc.constantFrom<ListOrder>('newest', 'oldest'), (rows, order) => {
      const list = sorted(rows, sortBy('at', order));
      for (const [index, { _id: id, at }] of list.entries()) {
        const after = rowsAfter('at', order, { at, id });
        expect(list.filter((row) => isFound(after, row))).toEqual(list.slice(index + 1));
      }
    }));
  });
});
