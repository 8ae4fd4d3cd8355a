import { describe, expect, it } from '@jest/globals';
import { KeyRing } from '@sluice/kernel';
import type { SharedRates } from '@sluice/persistence';
import { RateLimiter } from './rate-limiter.js';

/** Instances with one count between them, and how often it was drawn from. */
class Instances {
  draws = 0;
  private drawn = new Map<string, number>();

  constructor(private readonly limit: number) {}

  one(): RateLimiter {
    const config = { tokenKeys: new KeyRing('t'.repeat(32)), clientsFile: undefined, simulatorsUrl: undefined, rateLimitPerSecond: this.limit, idempotencyLeaseMs: 1, requestTimeoutMs: 1 };
    return new RateLimiter(config, { every: () => ({ draw: (caller: string, requests: number) => this.draw(caller, requests) }) } as unknown as SharedRates);
  }

  nextSecond(): void {
    this.drawn = new Map();
  }

  private draw(caller: string, requests: number): Promise<number> {
    this.draws += 1;
    const drawn = (this.drawn.get(caller) ?? 0) + requests;
    this.drawn.set(caller, drawn);
    return Promise.resolve(drawn <= this.limit ? 0 : 1);
  }
}

/** How many of so many requests at once are let through. */
async function letThrough(limiter: RateLimiter, requests: number, now = 1_000, caller = 'a'): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: requests }, () => limiter.take(caller, now)));
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

describe('a caller', () => {
  it('may make as many requests in a second as the limit says, and no more', async () => {
    const limiter = new Instances(100).one();
    expect(await letThrough(limiter, 60)).toBe(60);
    expect(await letThrough(limiter, 60, 1_999)).toBe(40);
    await expect(limiter.take('a', 1_999)).rejects.toThrow('Too many requests');
  });

  it('is refused everything by a limit of none', async () => {
    await expect(new Instances(0).one().take('a')).rejects.toThrow('Too many requests');
  });

  it('begins anew with the next second', async () => {
    const [instances, limit] = [new Instances(2), 2];
    const limiter = instances.one();
    for (const second of [1_000, 2_000, 3_000]) {
      expect(await letThrough(limiter, 5, second)).toBe(limit);
      instances.nextSecond();
    }
  });

  it('is not counted with others', async () => {
    const limiter = new Instances(2).one();
    expect(await letThrough(limiter, 5, 1_000, 'a')).toBe(2);
    expect(await letThrough(limiter, 5, 1_000, 'b')).toBe(2);
  });

  it('has one limit at all instances together, but for the twentieth that each lets through by itself', async () => {
    const instances = new Instances(100);
    const [one, other] = [instances.one(), instances.one()];
    const throughAll = (await Promise.all([one, other].map((each) => letThrough(each, 100)))).reduce((sum, count) => sum + count, 0);
    expect(throughAll).toBeGreaterThanOrEqual(100);
    expect(throughAll).toBeLessThanOrEqual(100 + 2 * 5);
  });

  it('with few requests costs no look at what the others let through, and with many one for a twentieth of the limit', async () => {
    const instances = new Instances(1_000);
    const limiter = instances.one();
    expect([await letThrough(limiter, 50), instances.draws]).toEqual([50, 0]);
    expect([await letThrough(limiter, 500), instances.draws]).toEqual([500, 10]);
  });

  it('is told what went wrong when the shared count cannot be read, and is counted again at the next request', async () => {
    let isAway = true;
    const rates = { every: () => ({ draw: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(0)) }) } as unknown as SharedRates;
    const limiter = new RateLimiter({ tokenKeys: new KeyRing('t'.repeat(32)), clientsFile: undefined, simulatorsUrl: undefined, rateLimitPerSecond: 20, idempotencyLeaseMs: 1, requestTimeoutMs: 1 }, rates);
    await limiter.take('a', 1_000);
    await expect(limiter.take('a', 1_000)).rejects.toThrow('away');
    isAway = false;
    await limiter.take('a', 1_000);
  });
});
