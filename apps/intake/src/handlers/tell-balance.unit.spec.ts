import { describe, expect, it } from '@jest/globals';
import { recordBalance } from '@sluice/contract-webhooks';
import type { OutboxEntry, Publisher, Requests } from '@sluice/messaging';
import type { TenantSettings } from '@sluice/persistence';
import { TellBalanceHandler } from './tell-balance.handler.js';

const CAUSE = '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11';

describe('a balance that is observed', () => {
  let now = Date.UTC(2026, 0, 15);
  const money = { currency: 'USDC' as const, units: '1' };
  const sent: OutboxEntry[] = [];
  const requests = { request: () => Promise.resolve((now += 5_000)).then(() => ({ total: money, withdrawable: money, earned: money })) } as unknown as Requests;
  const publisher = { publish: (entries: readonly OutboxEntry[]) => Promise.resolve(void sent.push(...entries)) } as unknown as Publisher;
  const settings = { now: () => Promise.resolve(new Date(now)) } as unknown as TenantSettings;
  const observed = async (walletId = 'w'): Promise<OutboxEntry | undefined> => {
    await new TellBalanceHandler(requests, publisher, settings).handle({ id: CAUSE, type: 'liquidity.wallet-moved', version: 1, tenantId: 'acme', causationId: CAUSE, occurredAt: new Date(now).toISOString(), body: { walletId } } as never);
    return sent.at(-1);
  };

  it('carries a moment at which the wallet had not been asked for yet', async () => {
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
