import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('turns', () => {
  it('let work on one key go one after another', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`);
      await new Promise(setImmediate);
      order.push(`${name} ends`);
    };
    await Promise.all([turns.take('k', work('a')), turns.take('k', work('b'))]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('do not hold up another key', async () => {
    const turns = new Turns();
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = turns.take('k', () => promise);
    await expect(turns.take('other', () => Promise.resolve('done'))).resolves.toBe('done');
    resolve();
    await held;
  });

  it('go on when one throws', async () => {
    const turns = new Turns();
    await expect(turns.take('k', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(turns.take('k', () => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('do not wait for ever for one that hangs, nor for one that waits for itself', async () => {
    const turns = new Turns();
    const nested = turns.take('k', () => turns.take('k', () => Promise.resolve('inner')));
    await expect(nested).resolves.toBe('inner');
  });
});
