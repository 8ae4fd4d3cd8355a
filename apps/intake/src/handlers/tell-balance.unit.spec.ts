import { describe, expect, it } from '@jest/globals';
import { recordBalance } from '@sluice/contract-webhooks';
import type { OutboxEntry, Publisher, Requests } from '@sluice/messaging';
import type { TenantSettings } from '@sluice/persistence';
import { TellBalanceHandler } from './tell-balance.handler.js';

describe('a balance that is observed', () => {
  it('carries a moment at which the wallet had not been asked for yet', async () => {
    let now = Date.UTC(2026, 0, 15);
    const money = { currency: 'USDC' as const, units: '1' };
    const sent: OutboxEntry[] = [];
    const requests = { request: () => Promise.resolve((now += 5_000)).then(() => ({ total: money, withdrawable: money, earned: money })) } as unknown as Requests;
    const publisher = { publish: (entries: readonly OutboxEntry[]) => Promise.resolve(void sent.push(...entries)) } as unknown as Publisher;
    const settings = { now: () => Promise.resolve(new Date(now)) } as unknown as TenantSettings;
    const id = '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11';
    await new TellBalanceHandler(requests, publisher, settings).handle({ id, type: 'liquidity.wallet-moved', version: 1, tenantId: 'acme', causationId: id, occurredAt: new Date(now).toISOString(), body: { walletId: 'w' } } as never);
    const { body } = JSON.parse(sent[0]?.content ?? '{}') as { body: unknown };
    expect(recordBalance.body.parse(body).observedAt).toBe('2026-01-15T00:00:00.000Z');
  });
});
