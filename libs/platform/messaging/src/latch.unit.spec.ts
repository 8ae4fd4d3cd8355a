import { describe, expect, it } from '@jest/globals';
import { Latch } from './latch.js';

const late = (): Error => new Error('late');

describe('a latch', () => {
  it('lets through at once while it is open', async () => {
    const latch = new Latch<{ n: number }>();
    latch.open({ n: 1 });
    await expect(latch.wait(0, late)).resolves.toEqual({ n: 1 });
  });

  it('lets those who waited through when it opens', async () => {
    const latch = new Latch<{ n: number }>();
    const waiting = [latch.wait(1_000, late), latch.wait(1_000, late)];
    latch.open({ n: 2 });
    await expect(Promise.all(waiting)).resolves.toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('turns away who has waited long enough', async () => {
    await expect(new Latch().wait(5, late)).rejects.toThrow('late');
  });

  it('makes callers wait again once it is shut', async () => {
    const latch = new Latch<{ n: number }>();
    latch.open({ n: 1 });
    latch.shut();
    await expect(latch.wait(5, late)).rejects.toThrow('late');
    expect(latch.current).toBeNull();
  });

  it('turns everybody away at once when it has ended, and does not open again', async () => {
    const latch = new Latch<{ n: number }>();
    latch.end();
    latch.open({ n: 1 });
    await expect(latch.wait(60_000, late)).rejects.toThrow('late');
  });
});
