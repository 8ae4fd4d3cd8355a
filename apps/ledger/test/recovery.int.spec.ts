import { afterEach, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { deposit, holdPlaced, holdPosted, listEntries, openAccount, placeHold, postHold, trialBalance } from '@sluice/contract-ledger';
import { Accounts } from '../src/accounts/account.js';
import { AccountTimer } from '../src/accounts/book.js';
import { Journal } from '../src/journal/entry.js';
import { startLedger, usd } from './bank.js';

const acme = { tenantId: 'acme' };
const account = { id: 'acc_1', kind: 'customer', owner: 'cus_1', currency: 'USD' } as const;
const postings = [{ postingId: 'leg-1/1', amount: usd(60), toAccountId: 'clearing:ACH:USD' }];
const posting = { accountId: 'acc_1', holdId: 'w1/1', postings, releaseRest: true };

let second: TestService | null = null;
afterEach(() => second?.stop());

/** A process that dies after it wrote the account and before it inserted anything: its timer never comes. */
async function ledgerThatDies(): Promise<{ namespace: string; answer: unknown }> {
  const first = await startLedger({ overrides: [[AccountTimer, {}]] });
  await first.requests.request(openAccount, account, acme);
  await first.requests.request(deposit, { depositId: 'd1', accountId: 'acc_1', amount: usd(100) }, acme);
  await first.publish(placeHold, { accountId: 'acc_1', holdId: 'w1/1', amount: usd(80) }, { id: 'place', withdrawalId: 'w1' });
  await first.next(holdPlaced);
  await first.publish(postHold, posting, { id: 'post', withdrawalId: 'w1' });
  const { id, body } = await first.next(holdPosted);
  expect(await journalled(first)).toEqual(['deposit']);
  await first.stopOnly();
  await first.probe.close();
  return { namespace: first.namespace, answer: { id, body } };
}

/** What stands in the journal itself, without reading through a service that inserts pending entries. */
const journalled = async ({ app }: TestService): Promise<string[]> =>
  (await app.get(Journal).page('acme', { limit: 10 })).entries.map(({ kind }) => kind);

async function until(fact: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await fact()); ) if (Date.now() > deadline) throw new Error('It did not come about in time.');
}

describe('a process that died between the write and the journal', () => {
  it('leaves nothing undone: another one inserts it by its timer, and clears the document', async () => {
    const { namespace } = await ledgerThatDies();
    const { app } = (second = await startLedger({ namespace }));
    await until(async () => (await journalled(second as TestService)).length === 2);
    await until(async () => (await app.get(Accounts).find('acme', 'acc_1'))?.pendingEntries.length === 0);
    expect(await second.requests.request(trialBalance, {}, acme)).toMatchObject({ balanced: true, currencies: [{ debits: usd(160) }] });
  });

  it('hides nothing from a reader who comes before', async () => {
    const { namespace } = await ledgerThatDies();
    second = await startLedger({ namespace, overrides: [[AccountTimer, {}]] });
    const { entries } = await second.requests.request(listEntries, { withdrawalId: 'w1', limit: 10 }, acme);
    expect(entries.map(({ kind }) => kind)).toEqual(['posting']);
  });

  it('is not needed to answer the same command in the same words, and to book it once', async () => {
    const { namespace, answer } = await ledgerThatDies();
    second = await startLedger({ namespace, overrides: [[AccountTimer, {}]] });
    await second.publish(postHold, posting, { id: 'post', withdrawalId: 'w1' });
    const { id, body } = await second.next(holdPosted);
    expect({ id, body }).toEqual(answer);
    expect((await second.app.get(Accounts).find('acme', 'acc_1'))?.posted.units).toBe(40n);
  });
});
