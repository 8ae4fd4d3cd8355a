import { describe, expect, it } from '@jest/globals';
import { recordBalance } from '@sluice/contract-webhooks';
import type { OutboxEntry, Publisher, Requests } from '@sluice/messaging';
import type { TenantSettings } from '@sluice/persistence';
import { RelaysController } from './relays.controller.js';

const CAUSE = '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11';

const withdrawals = {} as never;

describe('a balance that is observed', () => {
  let now = Date.UTC(2026, 0, 15);
  const money = { currency: 'USDC' as const, units: '1' };
  const sent: OutboxEntry[] = [];
  const requests = { request: () => Promise.resolve((now += 5_000)).then(() => ({ total: money, withdrawable: money, earned: money })) } as unknown as Requests;
  const publisher = { publish: (entries: readonly OutboxEntry[]) => Promise.resolve(void sent.push(...entries)) } as unknown as Publisher;
  const settings = { now: () => Promise.resolve(new Date(now)) } as unknown as TenantSettings;
  const observed = async (walletId = 'w'): Promise<OutboxEntry | undefined> => {
    await new RelaysController(requests, publisher, settings, withdrawals).balanceChanged({ id: CAUSE, type: 'liquidity.wallet-moved', version: 1, tenantId: 'acme', causationId: CAUSE, occurredAt: new Date(now).toISOString(), body: { walletId } } as never);
    return sent.at(-1);
  };

  it('has a time from before the wallet was requested', async () => {
    const { body } = JSON.parse((await observed())?.content ?? '{}') as { body: unknown };
    expect(recordBalance.body.parse(body).observedAt).toBe('2026-01-15T00:00:00.000Z');
  });

  it('is another message when the same cause has it observed again, which finds another balance', async () => {
    expect((await observed())?.id).not.toBe((await observed())?.id);
  });

  it('is another message for another wallet, though cause and moment are the same', async () => {
    const then = now;
    const first = await observed('w-1');
    now = then;
    expect((await observed('w-2'))?.id).not.toBe(first?.id);
  });
});

describe('the message that a deposit is booked', () => {
  const sent: OutboxEntry[] = [];
  const requests = { request: () => Promise.resolve({}) } as unknown as Requests;
  const publisher = { publish: (entries: readonly OutboxEntry[]) => Promise.resolve(void sent.push(...entries)) } as unknown as Publisher;
  const relays = new RelaysController(requests, publisher, {} as never, withdrawals);
  const idFor = async (depositId: string): Promise<string | undefined> => {
    const body = { depositId, walletId: 'w', amount: { currency: 'USDC', units: '1' } };
    await relays.depositSeen({ id: CAUSE, type: 'liquidity.wallet-deposit-seen', version: 1, tenantId: 'acme', causationId: CAUSE, occurredAt: new Date(0).toISOString(), body } as never);
    return sent.at(-1)?.id;
  };

  it('has the same id when the deposit is handled again', async () => {
    expect(await idFor('d-1')).toBe(await idFor('d-1'));
  });

  it('has another id for another deposit, though the cause is the same', async () => {
    expect(await idFor('d-1')).not.toBe(await idFor('d-2'));
  });
});
