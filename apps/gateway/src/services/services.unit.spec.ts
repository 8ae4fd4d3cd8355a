import { describe, expect, it } from '@jest/globals';
import { getAccount } from '@sluice/contract-ledger';
import { KeyRing, DomainError } from '@sluice/kernel';
import { RequestFailed, RequestTimedOut, type Requests } from '@sluice/messaging';
import { Services } from './services.js';

const settings = { tokenKeys: new KeyRing('t'.repeat(32)), clientsFile: undefined, simulatorsUrl: undefined, rateLimitPerSecond: 1, idempotencyLeaseMs: 1, requestTimeoutMs: 1_000 };

/** Services whose answers come in this order, and how often they were requested. */
function servicesThat(...outcomes: (Error | string)[]) {
  const timeoutsMs: number[] = [];
  const requests = {
    request: (_contract: unknown, _ask: unknown, { timeoutMs }: { timeoutMs: number }): Promise<unknown> => {
      timeoutsMs.push(timeoutMs);
      const outcome = outcomes.shift();
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  };
  const services = new Services(requests as unknown as Requests, settings);
  return { timeoutsMs, request: () => services.request(getAccount, { id: 'acc_1' }, { tenantId: 'acme' }) };
}

describe('a service that fails for a moment', () => {
  it('is requested again, within the time there is', async () => {
    const { request, timeoutsMs } = servicesThat(new RequestFailed('no primary'), 'account');
    expect(await request()).toBe('account');
    expect(timeoutsMs).toHaveLength(2);
    expect(timeoutsMs[1]).toBeLessThan(timeoutsMs[0] ?? 0);
  });

  it('is given up when there is no time for another attempt', async () => {
    const { request, timeoutsMs } = servicesThat(new RequestFailed('one'), new RequestFailed('two'), 'account');
    await expect(request()).rejects.toThrow('two');
    expect(timeoutsMs).toHaveLength(2);
  });
});

describe('a service that refuses or is silent', () => {
  it.each([new DomainError('not_found', 'No.'), new RequestTimedOut('late'), new TypeError('broken')])('is requested once: %s', async (error) => {
    const { request, timeoutsMs } = servicesThat(error, 'account');
    await expect(request()).rejects.toBe(error);
    expect(timeoutsMs).toHaveLength(1);
  });
});
