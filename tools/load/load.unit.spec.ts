import { describe, expect, it } from '@jest/globals';
import { closedLoop, openLoop } from './load.ts';

const { signal } = new AbortController();

describe('a closed loop', () => {
  it('keeps no more under way than it was told, and waits for all of them', async () => {
    let [underWay, most, ended] = [0, 0, 0];
    const begin = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      return { acknowledgedMs: [1], refused: 1, ended: new Promise<void>((resolve) => setImmediate(() => resolve())).then(() => void (underWay -= 1, ended += 1)) };
    };
    const measured = await closedLoop(begin, { inFlight: 3, warmUpSeconds: 0, seconds: 0.05, signal });
    expect([most, underWay]).toEqual([3, 0]);
    expect(measured.completed).toBe(ended);
    expect(measured.acknowledgedMs).toHaveLength(ended);
    expect(measured.refused).toBe(ended);
    expect(measured.perSecond).toBeGreaterThan(0);
  });

  it('fails when a withdrawal does, and only when the others have ended', async () => {
    const ended: string[] = [];
    const begin = (lane: number) => lane === 0 ? Promise.reject(new Error('refused')) : Promise.resolve({
      acknowledgedMs: [], refused: 0, ended: new Promise<void>((resolve) => setImmediate(() => resolve())).then(() => void ended.push('other')),
    });
    await expect(closedLoop(begin, { inFlight: 2, warmUpSeconds: 0, seconds: 0.05, signal })).rejects.toThrow('refused');
    const before = ended.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect([before > 0, ended.length]).toEqual([true, before]);
  });

  it('fails when all do', async () => {
    const begin = () => Promise.reject(new Error('refused'));
    await expect(closedLoop(begin, { inFlight: 2, warmUpSeconds: 0, seconds: 0.05, signal })).rejects.toThrow('refused');
  });
});

describe('an open loop', () => {
  it('begins as many as were asked for, whether the earlier ones have ended or not', async () => {
    const ends: (() => void)[] = [];
    const begin = async () => {
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      ends.push(resolve);
      if (ends.length === 20) for (const end of ends) end();
      return { acknowledgedMs: [], refused: 0, ended };
    };
    expect((await openLoop(begin, { perSecond: 400, lanes: 2, seconds: 0.05, signal })).completed).toBe(20);
  });

  it('fails when a withdrawal does, after all were begun', async () => {
    let begun = 0;
    const begin = async () => ({ acknowledgedMs: [], refused: 0, ended: ++begun === 1 ? Promise.reject(new Error('failed')) : Promise.resolve() });
    await expect(openLoop(begin, { perSecond: 400, lanes: 1, seconds: 0.02, signal })).rejects.toThrow('failed');
    expect(begun).toBe(8);
  });
});
