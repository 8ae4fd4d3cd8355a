import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

/** A queue whose work ends when the test says so. */
function heldQueue(atOnce: number, ofOneTenant: number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const queue = new FairQueue<string>(atOnce, ofOneTenant, (item) => {
    begun.push(item);
    return new Promise<void>((resolve) => ends.set(item, resolve));
  });
  const end = async (item: string): Promise<void> => {
    ends.get(item)?.();
    await new Promise(setImmediate);
  };
  return { queue, begun, end };
}

describe('a fair queue', () => {
  it('begins no more than it may at once, and the next when one ends', async () => {
    const { queue, begun, end } = heldQueue(2, 2);
    for (const item of ['a1', 'a2', 'a3']) queue.add('a', item);
    expect(begun).toEqual(['a1', 'a2']);
    await end('a1');
    expect(begun).toEqual(['a1', 'a2', 'a3']);
  });

  it('has room for a second tenant while all work of the first hangs', () => {
    const { queue, begun } = heldQueue(3, 2);
    for (const item of ['a1', 'a2', 'a3', 'a4']) queue.add('a', item);
    queue.add('b', 'b1');
    expect(begun).toEqual(['a1', 'a2', 'b1']);
  });

  it('lets tenants that wait take turns, however many items one of them has', async () => {
    const { queue, begun, end } = heldQueue(1, 1);
    for (const item of ['a1', 'a2', 'a3']) queue.add('a', item);
    queue.add('b', 'b1');
    for (const item of ['a1', 'a2', 'b1']) await end(item);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('goes on after work that failed', async () => {
    const begun: string[] = [];
    const queue = new FairQueue<string>(1, 1, (item) => {
      begun.push(item);
      return Promise.reject(new Error('No.'));
    });
    queue.add('a', 'a1');
    queue.add('a', 'a2');
    await new Promise(setImmediate);
    await queue.idle();
    expect(begun).toEqual(['a1', 'a2']);
  });

  it('begins nothing after it was stopped', async () => {
    const { queue, begun, end } = heldQueue(1, 1);
    queue.add('a', 'a1');
    queue.add('a', 'a2');
    queue.stop();
    queue.add('a', 'a3');
    await end('a1');
    expect(begun).toEqual(['a1']);
  });
});
