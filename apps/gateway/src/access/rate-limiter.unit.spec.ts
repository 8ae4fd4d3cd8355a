import { describe, expect, it } from '@jest/globals';
import { KeyRing } from '@sluice/kernel';
import { RateLimiter } from './rate-limiter.js';

const limiter = (): RateLimiter =>
  new RateLimiter({ tokenKeys: new KeyRing('t'.repeat(32)), clientsFile: undefined, simulatorsUrl: undefined, rateLimitPerSecond: 2, idempotencyLeaseMs: 1, requestTimeoutMs: 1 });

describe('a caller', () => {
  it('may make as many requests in a second as the limit says, and no more', () => {
    const limits = limiter();
    limits.take('a', 1_000);
    limits.take('a', 1_999);
    expect(() => limits.take('a', 1_999)).toThrow('Too many requests');
  });

  it('begins anew with the next second', () => {
    const limits = limiter();
    for (const now of [1_000, 1_001, 2_000, 2_999, 3_000, 3_001]) expect(() => limits.take('a', now)).not.toThrow();
  });

  it('is not counted with others', () => {
    const limits = limiter();
    for (const caller of ['a', 'b', 'a', 'b']) expect(() => limits.take(caller, 1_000)).not.toThrow();
  });
});
