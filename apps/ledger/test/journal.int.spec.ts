import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { deposit, getAccount, holdPlaced, holdPosted, listEntries, placeHold, postHold, trialBalance } from '@sluice/contract-ledger';
import type { RefusalCode } from '@sluice/kernel';
import { openWith, startLedger, usd } from './bank.js';

let ledger: TestService;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const of = (tenantId: string) => ({ tenantId });
const entriesOf = (tenantId: string, query: { accountId?: string; withdrawalId?: string; limit?: number; after?: string }) =>
  ledger.requests.request(listEntries, { limit: 100, ...query }, of(tenantId));
const refusal = (code: RefusalCode) => ({ code });

describe('a withdrawal’s entries', () => {
  it('are found as soon as the posting is answered, debit and credit alike', async () => {
    await openWith(ledger, 'acc_j1', 5_000, 'first');
    await ledger.publish(placeHold, { accountId: 'acc_j1', holdId: 'w9/1', amount: usd(3_000) }, { tenantId: 'first', withdrawalId: 'w9' });
    await ledger.next(holdPlaced);
    const postings = [{ postingId: 'leg-9/1', amount: usd(3_000), toAccountId: 'clearing:ACH:USD' }];
    await ledger.publish(postHold, { accountId: 'acc_j1', holdId: 'w9/1', postings, releaseRest: true }, { tenantId: 'first', withdrawalId: 'w9' });
    await ledger.next(holdPosted);
    const { entries } = await entriesOf('first', { withdrawalId: 'w9' });
    expect(entries).toMatchObject([
      {
        kind: 'posting',
        withdrawalId: 'w9',
        lines: [{ accountId: 'acc_j1', debit: usd(3_000), credit: usd(0) }, { accountId: 'clearing:ACH:USD', debit: usd(0), credit: usd(3_000) }],
      },
    ]);
  });

  it('make up the balance of the system account they were booked on', async () => {
    const { posted, kind, available } = await ledger.requests.request(getAccount, { id: 'clearing:ACH:USD' }, of('first'));
    expect({ posted, kind, available }).toEqual({ posted: usd(3_000), kind: 'clearing', available: usd(3_000) });
    expect(await ledger.requests.request(getAccount, { id: 'clearing:DEPOSITS:USD' }, of('first'))).toMatchObject({ posted: usd(-5_000) });
  });

  it('are not another tenant’s', async () => {
    expect(await entriesOf('second', { withdrawalId: 'w9' })).toEqual({ entries: [], hasMore: false });
    await expect(ledger.requests.request(getAccount, { id: 'clearing:ACH:USD' }, of('second'))).rejects.toMatchObject(refusal('not_found'));
  });
});

describe('the journal page by page', () => {
  it('gives every entry once, oldest first', async () => {
    await openWith(ledger, 'acc_pages', 0, 'pages');
    for (let n = 1; n <= 5; n += 1) await ledger.requests.request(deposit, { depositId: `d${n}`, accountId: 'acc_pages', amount: usd(n) }, of('pages'));
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await entriesOf('pages', { accountId: 'acc_pages', limit: 2, ...(after === undefined ? {} : { after }) });
      seen.push(...page.entries.map(({ lines }) => lines[1]?.credit.units ?? ''));
      [after, more] = [page.entries.at(-1)?.id, page.hasMore];
    }
    expect(seen).toEqual(['1', '2', '3', '4', '5']);
  });

  it('refuses to go on after an entry that is unknown, or another tenant’s', async () => {
    const { entries } = await entriesOf('pages', { accountId: 'acc_pages' });
    await expect(entriesOf('pages', { after: 'nothing' })).rejects.toMatchObject(refusal('invalid_request'));
    await expect(entriesOf('second', { after: entries[0]?.id ?? '' })).rejects.toMatchObject(refusal('invalid_request'));
  });
});

describe('the trial balance', () => {
  it('is balanced, and empty, where nothing was booked', async () => {
    expect(await ledger.requests.request(trialBalance, {}, of('nobody'))).toEqual({ balanced: true, currencies: [] });
  });

  it('adds up exactly where a binary float would not', async () => {
    const odd = 999_999_999_999_999_999_999n;
    for (const id of ['acc_x', 'acc_y', 'acc_z']) await openWith(ledger, id, odd, 'rich');
    const total = usd(odd * 3n);
    expect(await ledger.requests.request(trialBalance, {}, of('rich'))).toEqual({ balanced: true, currencies: [{ debits: total, credits: total }] });
  });
});
