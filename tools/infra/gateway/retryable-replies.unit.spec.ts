import { describe, expect, it } from '@jest/globals';
import { RetryableReplies } from './retryable-replies.ts';

function counting() {
  let calls = 0;
  return { write: () => Promise.resolve({ n: ++calls }), calls: () => calls };
}

describe('a write under a number of its session', () => {
  it('is done once however often it is sent, also while the first is under way', async () => {
    const replies = new RetryableReplies();
    const { write, calls } = counting();
    const both = await Promise.all([replies.once('s', 1n, write), replies.once('s', 1n, write)]);
    expect(await replies.once('s', 1n, write)).toBe(both[0]);
    expect(calls()).toBe(1);
  });

  it('is another one under the next number, and in another session', async () => {
    const replies = new RetryableReplies();
    const { write, calls } = counting();
    await replies.once('s', 1n, write);
    await replies.once('s', 2n, write);
    await replies.once('other', 1n, write);
    expect(calls()).toBe(3);
  });

  it('is refused under a number that has passed', async () => {
    const replies = new RetryableReplies();
    await replies.once('s', 2n, counting().write);
    expect(() => replies.once('s', 1n, counting().write)).toThrow(expect.objectContaining({ code: 225 }));
  });

  it('may be done again when it failed', async () => {
    const replies = new RetryableReplies();
    await expect(replies.once('s', 1n, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(await replies.once('s', 1n, counting().write)).toEqual({ n: 1 });
  });

  it('is forgotten with its session, by its end or by half an hour', async () => {
    const replies = new RetryableReplies();
    const { write, calls } = counting();
    await replies.once('ended', 1n, write);
    await replies.once('idle', 1n, write);
    replies.endSession('ended');
    replies.dropExpired(Date.now() + 31 * 60_000);
    await replies.once('ended', 1n, write);
    await replies.once('idle', 1n, write);
    expect(calls()).toBe(4);
  });
});
