import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Batcher, type Outcome, KeyedMutex } from './concurrency.js';

describe('the keyed mutex', () => {
  it('let work on one key go one after another', async () => {
    const mutex = new KeyedMutex();
    const order: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`);
      await new Promise(setImmediate);
      order.push(`${name} ends`);
    };
    await Promise.all([mutex.run('k', work('a')), mutex.run('k', work('b'))]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('do not hold up another key', async () => {
    const mutex = new KeyedMutex();
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = mutex.run('k', () => promise);
    await expect(mutex.run('other', () => Promise.resolve('done'))).resolves.toBe('done');
    resolve();
    await held;
  });

  it('go on when one throws', async () => {
    const mutex = new KeyedMutex();
    await expect(mutex.run('k', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(mutex.run('k', () => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('do not wait for ever for one that hangs, nor for one that waits for itself', async () => {
    const mutex = new KeyedMutex();
    const nested = mutex.run('k', () => mutex.run('k', () => Promise.resolve('inner')));
    await expect(nested).resolves.toBe('inner');
  });
});

/** What comes of an item: its own success or failure, or that of its whole group. */
type Fate = 'done' | 'fails' | 'fails-all';

const tick = (): Promise<void> => new Promise(setImmediate);

describe('work that goes in groups', () => {
  it('goes at once when nothing is on its way, and together when something is', async () => {
    const groups: number[][] = [];
    const grouped = new Batcher<number, number>(async (items) => {
      groups.push([...items]);
      await tick();
      return items.map((item) => ({ status: 'fulfilled', value: item }));
    });
    const first = grouped.add(1);
    await Promise.resolve();
    await Promise.all([first, grouped.add(2), grouped.add(3)]);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('gives everyone its own outcome, loses nobody, and has one group at a time on its way, whatever fails', async () => {
    const arrivals = fc.array(fc.record({ fate: fc.constantFrom<Fate>('done', 'done', 'fails', 'fails-all'), pauseBefore: fc.boolean() }), { maxLength: 40 });
    await fc.assert(fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 5 }), async (items, most) => {
      let underway = 0;
      const groupOf = new Map<number, readonly number[]>();
      const grouped = new Batcher<number, number>(async (group) => {
        expect([(underway += 1), group.length <= most]).toEqual([1, true]);
        for (const each of group) groupOf.set(each, group);
        await tick();
        underway -= 1;
        if (group.some((each) => items[each]?.fate === 'fails-all')) throw new Error('all');
        return group.map((each): Outcome<number> => (items[each]?.fate === 'fails' ? { status: 'rejected', reason: new Error(String(each)) } : { status: 'fulfilled', value: each }));
      }, most);
      const added: Promise<PromiseSettledResult<number>[]>[] = [];
      for (const [index, { pauseBefore }] of items.entries()) {
        if (pauseBefore) await tick();
        added.push(Promise.allSettled([grouped.add(index)]));
      }
      const outcomes = (await Promise.all(added)).flat().map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error).message));
      expect(outcomes).toEqual(items.map(({ fate }, index) => {
        if (groupOf.get(index)?.some((each) => items[each]?.fate === 'fails-all')) return 'all';
        return fate === 'fails' ? String(index) : index;
      }));
    }), { numRuns: 200 });
  });
});
