import { describe, expect, it } from '@jest/globals';
import { send } from '@sluice/contract-kit';
import { balancesStated } from '@sluice/contract-ledger';
import type { OutboxEntry } from '@sluice/messaging';
import { Outbox, type AggregateModel } from '@sluice/persistence';
import { AccountStore } from './accounts.repository.js';

describe('what the ledger says of accounts without changing one', () => {
  const sent: OutboxEntry[] = [];
  const publisher = { publish: (entries: readonly OutboxEntry[]) => Promise.resolve(void sent.push(...entries)) };
  const store = new AccountStore({ modelName: 'accounts' } as AggregateModel, new Outbox(publisher as never, {} as never, { service: 'ledger' } as never));
  const cause = { id: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11', tenantId: 'acme', replyTo: 'intake' };
  const idOf = async (owner: string, id = cause.id): Promise<string | undefined> => {
    await store.answer({ ...cause, id }, owner, [send(balancesStated, { owner, balances: [] })]);
    return sent.at(-1)?.id;
  };

  it('has the same id when the same command comes again', async () => {
    expect(await idOf('ada')).toBe(await idOf('ada'));
  });

  it('has another id for another owner, though the cause is the same', async () => {
    expect(await idOf('ada')).not.toBe(await idOf('grace'));
  });

  it('has another id for another cause', async () => {
    expect(await idOf('ada')).not.toBe(await idOf('ada', '0d6d3a52-9ad1-4a0e-8a52-0c5a3b7f9a22'));
  });
});
