import { describe, expect, it } from '@jest/globals';
import { Batcher } from './batcher.js';

function working() {
  const batches: string[] = [];
  const batcher = new Batcher<number, number>(async (key, items) => {
    await Promise.resolve();
    batches.push(`${key}: ${items.join(' ')}`);
    if (items.includes(0)) throw new Error('not zero');
    return items.filter((item) => item > 0).map((item) => item * 10);
  });
  return { batcher, batches };
}

describe('items that are added while the work is going on', () => {
  it('are done together next, each with its own result', async () => {
    const { batcher, batches } = working();
    const first = [1, 2].map((item) => batcher.add('a', item));
    await new Promise(setImmediate);
    expect(await Promise.all([...first, batcher.add('a', 3), batcher.add('a', 4)])).toEqual([10, 20, 30, 40]);
    expect(batches).toEqual(['a: 1 2', 'a: 3 4']);
  });

  it('do not wait for those of another key', async () => {
    const { batcher, batches } = working();
    await Promise.all([batcher.add('a', 1), batcher.add('b', 2)]);
    expect(batches).toEqual(['a: 1', 'b: 2']);
  });

  it('begin anew after a pause', async () => {
    const { batcher, batches } = working();
    await batcher.add('a', 1);
    await batcher.add('a', 2);
    expect(batches).toEqual(['a: 1', 'a: 2']);
  });
});

describe('work that fails', () => {
  it('fails for every item of its batch and for none of the next', async () => {
    const { batcher } = working();
    const first = batcher.add('a', 1);
    await new Promise(setImmediate);
    const [second, third] = [batcher.add('a', 0), batcher.add('a', 2)];
    const later = second.catch(() => batcher.add('a', 3));
    await expect(second).rejects.toThrow('not zero');
    await expect(third).rejects.toThrow('not zero');
    expect(await first).toBe(10);
    expect(await later).toBe(30);
  });

  it('fails for an item that gets no result', async () => {
    const { batcher } = working();
    await expect(batcher.add('a', -1)).rejects.toThrow('no result');
  });
});
