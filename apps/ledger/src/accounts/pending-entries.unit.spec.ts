import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import { outcomesOf } from '../../test/ledger-table.js';
import { messageOf } from '../../test/orders.js';
import type { Account } from './account.js';
import { PendingEntries } from './pending-entries.js';

/** Two accounts, each with a deposit that the journal does not have yet. */
const carriers = `
  open acc USD
  open other USD
  deposit acc d1 100.00
  deposit other d2 5.00`;

async function carrying() {
  const { world } = await outcomesOf(carriers);
  const read: string[] = [];
  const inserted: (readonly [string, number])[] = [];
  const all = (): Account[] => [...world.accounts.values()].map(({ account }) => account);
  const pendingEntries = new PendingEntries(
    {
      find: (_tenantId: string, id: string) => Promise.resolve(read.push(id) && (all().find((account) => account.id === id) ?? null)),
      withPendingEntries: () => Promise.resolve(read.push('all') && all()),
    } as never,
    { insert: (tenantId: string, entries: readonly unknown[]) => Promise.resolve(void inserted.push([`${tenantId} journal`, entries.length])) } as never,
    { insert: (tenantId: string, id: string, holds: readonly unknown[]) => Promise.resolve(void inserted.push([`${tenantId} holds of ${id}`, holds.length])) } as never,
  );
  return { world, read, inserted, pendingEntries, account: world.account('acc') };
}

describe('entries that accounts carry', () => {
  it('are inserted for the one account that is asked about', async () => {
    const { pendingEntries, read, inserted } = await carrying();
    await pendingEntries.insertFor('acme', 'acc');
    expect([read, inserted]).toEqual([['acc'], [['acme journal', 1]]]);
  });

  it.each([undefined, 'clearing:DEPOSITS:USD'])('are inserted for all accounts when %s is asked about', async (accountId) => {
    const { pendingEntries, read, inserted } = await carrying();
    await pendingEntries.insertFor('acme', accountId);
    expect([read, inserted]).toEqual([['all'], [['acme journal', 1], ['acme journal', 1]]]);
  });

  it('are none where there is no such account', async () => {
    const { pendingEntries, read, inserted } = await carrying();
    await pendingEntries.insertFor('acme', 'nobody');
    expect([read, inserted]).toEqual([['nobody'], []]);
  });

  it('are dropped from the account once they are inserted, holds that have ended too, and nothing is written where there are none', async () => {
    const { pendingEntries, inserted, account } = await carrying();
    const zero = Money.zero('USD');
    const ended = { holdId: 'h1', amount: zero, postings: [], released: zero, closedAt: account.openedAt, outcome: 'voided' } as const;
    const left = await pendingEntries.insert({ ...account, pendingClosedHolds: [ended] });
    expect(left).toEqual({ ...account, pendingEntries: [], pendingClosedHolds: [] });
    expect(inserted).toEqual([['acme journal', 1], ['acme holds of acc', 1]]);
    await pendingEntries.insert(left);
    expect(inserted).toHaveLength(2);
  });

  it('are dropped when the account’s timer runs', async () => {
    const { world } = await carrying();
    await world.book().handleDue(messageOf('timer', {}), 'acc');
    expect([world.account('acc').pendingEntries, world.account('other').pendingEntries.length]).toEqual([[], 1]);
    await world.book().handleDue(messageOf('timer', {}), 'nobody');
    expect(world.accounts.size).toBe(2);
  });
});
