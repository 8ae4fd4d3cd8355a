import { describe, expect, it } from '@jest/globals';
import type { OutboxEntry, Publisher, Requests } from '@sluice/messaging';
import { BookWalletDepositHandler } from './book-wallet-deposit.handler.js';

const CAUSE = '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11';

describe('the word that a deposit is booked', () => {
  const sent: OutboxEntry[] = [];
  const requests = { request: () => Promise.resolve({}) } as unknown as Requests;
  const publisher = { publish: (entries: readonly OutboxEntry[]) => Promise.resolve(void sent.push(...entries)) } as unknown as Publisher;
  const handler = new BookWalletDepositHandler(requests, publisher);
  const idFor = async (depositId: string): Promise<string | undefined> => {
    const body = { depositId, walletId: 'w', amount: { currency: 'USDC', units: '1' } };
    await handler.handle({ id: CAUSE, type: 'liquidity.wallet-deposit-seen', version: 1, tenantId: 'acme', causationId: CAUSE, occurredAt: new Date(0).toISOString(), body } as never);
    return sent.at(-1)?.id;
  };

  it('has the same id when the deposit is handled again', async () => {
    expect(await idFor('d-1')).toBe(await idFor('d-1'));
  });

  it('has another id for another deposit, though the cause is the same', async () => {
    expect(await idFor('d-1')).not.toBe(await idFor('d-2'));
  });
});
