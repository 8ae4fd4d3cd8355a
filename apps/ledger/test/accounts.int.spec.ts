import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { bookHolding, deposit, getAccount, listAccounts, openAccount, setAccountStatus, type AccountView } from '@sluice/contract-ledger';
import type { RefusalCode } from '@sluice/kernel';
import { openWith, startLedger, usd } from './bank.js';

let ledger: TestService;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const acme = { tenantId: 'acme' };
const refusal = (code: RefusalCode) => ({ code });
const customer = (id: string, owner = 'cus_1') => ({ id, kind: 'customer' as const, owner, currency: 'USD' as const });

describe('an account', () => {
  it('is opened once, active and empty', async () => {
    const opened = await ledger.requests.request(openAccount, { ...customer('acc_1'), nickname: 'Main' }, acme);
    const empty = { posted: usd(0), pending: usd(0), available: usd(0) };
    expect(opened).toMatchObject({ id: 'acc_1', kind: 'customer', owner: 'cus_1', status: 'ACTIVE', nickname: 'Main', ...empty });
    const again = await ledger.requests.request(openAccount, { ...customer('acc_1', 'cus_2'), currency: 'EUR' }, acme);
    expect(again).toEqual(opened);
    expect(await ledger.requests.request(getAccount, { id: 'acc_1' }, acme)).toEqual(opened);
  });

  it('opened by many at once is one account', async () => {
    const opened = await Promise.all(Array.from({ length: 20 }, () => ledger.requests.request(openAccount, customer('acc_many'), acme)));
    expect(new Set(opened.map((view) => JSON.stringify(view))).size).toBe(1);
  });

  it('takes a deposit once, however many send it at once', async () => {
    await openWith(ledger, 'acc_repeated', 0);
    const body = { depositId: 'dep_1', accountId: 'acc_repeated', amount: usd(250) };
    const views = await Promise.all(Array.from({ length: 20 }, () => ledger.requests.request(deposit, body, acme)));
    expect(views.every(({ posted }) => posted.units === '250')).toBe(true);
  });

  it('changes its status, and keeps it when it is set again', async () => {
    await openWith(ledger, 'acc_status', 0);
    for (const status of ['FROZEN', 'FROZEN', 'EDD'] as const) {
      expect(await ledger.requests.request(setAccountStatus, { id: 'acc_status', status }, acme)).toMatchObject({ status });
    }
  });
});

describe('what is refused', () => {
  const opening = (kind: 'customer' | 'clearing', id: string) => ledger.requests.request(openAccount, { ...customer(id), kind }, acme);
  const depositing = (accountId: string, currency: 'USD' | 'EUR', tenantId = 'acme') =>
    ledger.requests.request(deposit, { depositId: 'dep_x', accountId, amount: { currency, units: '1' } }, { tenantId });

  it('is to open a system account, or any account under such a name', async () => {
    await expect(opening('clearing', 'clearing:ACH:USD')).rejects.toMatchObject(refusal('invalid_request'));
    await expect(opening('clearing', 'acc_c')).rejects.toMatchObject(refusal('invalid_request'));
    await expect(opening('customer', 'clearing:ACH:USD')).rejects.toMatchObject(refusal('invalid_request'));
  });

  it('is a deposit in another currency, or to an account that is not there or not the tenant’s', async () => {
    await openWith(ledger, 'acc_usd', 0);
    await expect(depositing('acc_usd', 'EUR')).rejects.toMatchObject(refusal('currency_mismatch'));
    await expect(depositing('acc_nobody', 'USD')).rejects.toMatchObject(refusal('not_found'));
    await expect(depositing('acc_usd', 'USD', 'globex')).rejects.toMatchObject(refusal('not_found'));
    await expect(depositing('clearing:ACH:USD', 'USD')).rejects.toMatchObject(refusal('not_found'));
  });

  it('is to read or change what is not there or not the tenant’s', async () => {
    await openWith(ledger, 'acc_mine', 0);
    for (const [id, tenantId] of [['acc_nobody', 'acme'], ['acc_mine', 'globex']] as const) {
      await expect(ledger.requests.request(getAccount, { id }, { tenantId })).rejects.toMatchObject(refusal('not_found'));
      await expect(ledger.requests.request(setAccountStatus, { id, status: 'CLOSED' }, { tenantId })).rejects.toMatchObject(refusal('not_found'));
    }
  });
});

describe('the list of accounts', () => {
  const page = (query: { limit: number; after?: string; owner?: string; kind?: AccountView['kind'] }, tenantId = 'lists') => ledger.requests.request(listAccounts, query, { tenantId });
  const open = (id: string, owner = 'cus_1') => ledger.requests.request(openAccount, customer(id, owner), { tenantId: 'lists' });

  it('goes from the newest to the oldest, and what is opened meanwhile does not shift it', async () => {
    for (let n = 1; n <= 5; n += 1) await open(`acc_${n}`);
    const first = await page({ limit: 2 });
    await open('acc_6');
    const second = await page({ limit: 2, after: first.accounts.at(-1)?.id ?? '' });
    const third = await page({ limit: 2, after: second.accounts.at(-1)?.id ?? '' });
    const ids = [first, second, third].map(({ accounts, hasMore }) => [...accounts.map(({ id }) => id), hasMore]);
    expect(ids).toEqual([['acc_5', 'acc_4', true], ['acc_3', 'acc_2', true], ['acc_1', false]]);
  });

  it('gives accounts that were opened together each once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => open(`acc_t${n}`, 'cus_together')));
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const { accounts, hasMore } = await page({ limit: 5, owner: 'cus_together', ...(after === undefined ? {} : { after }) });
      seen.push(...accounts.map(({ id }) => id));
      [after, more] = [accounts.at(-1)?.id, hasMore];
    }
    expect([seen.length, new Set(seen).size]).toEqual([12, 12]);
  });

  it('of one kind is no shorter for the accounts of other kinds between them', async () => {
    for (let n = 1; n <= 3; n += 1) {
      await open(`acc_k${n}`, 'cus_kinds');
      await ledger.requests.request(openAccount, { ...customer(`wallet_${n}`, 'cus_kinds'), kind: 'wallet' }, { tenantId: 'lists' });
    }
    const first = await page({ limit: 2, owner: 'cus_kinds', kind: 'customer' });
    expect([first.accounts.map(({ id }) => id), first.hasMore]).toEqual([['acc_k3', 'acc_k2'], true]);
    const second = await page({ limit: 2, owner: 'cus_kinds', kind: 'customer', after: 'acc_k2' });
    expect([second.accounts.map(({ id }) => id), second.hasMore]).toEqual([['acc_k1'], false]);
  });

  it('ends with the accounts that are there by their names, page by page, each once', async () => {
    const tenant = { tenantId: 'systematic' };
    for (const id of ['acc_1', 'acc_2']) await openWith(ledger, id, 100, 'systematic');
    await ledger.requests.request(bookHolding, { depositId: 'in-1', portfolioId: 'prt-1', isin: 'GB00B3X7QG63', bookCost: usd(70) }, tenant);
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const { accounts, hasMore } = await page({ limit: 2, ...(after === undefined ? {} : { after }) }, 'systematic');
      seen.push(...accounts.map(({ id, kind, posted }) => `${id} ${kind} ${posted.units}`));
      [after, more] = [accounts.at(-1)?.id, hasMore];
    }
    const cash = ['acc_2 customer 100', 'acc_1 customer 100'];
    const names = ['clearing:DEPOSITS:USD clearing -200', 'clearing:HOLDINGS:USD clearing -70', 'holding:prt-1/GB00B3X7QG63:USD portfolio 70'];
    expect(seen).toEqual([...cash, ...names]);
  });

  it('of a kind that is there by its name, or of none such', async () => {
    const idsOf = async (query: Parameters<typeof page>[0]) => (await page(query, 'systematic')).accounts.map(({ id }) => id);
    expect(await idsOf({ limit: 10, kind: 'clearing' })).toEqual(['clearing:DEPOSITS:USD', 'clearing:HOLDINGS:USD']);
    expect(await idsOf({ limit: 10, kind: 'clearing', after: 'clearing:DEPOSITS:USD' })).toEqual(['clearing:HOLDINGS:USD']);
    expect(await idsOf({ limit: 10, kind: 'portfolio' })).toEqual(['holding:prt-1/GB00B3X7QG63:USD']);
    expect(await idsOf({ limit: 10, kind: 'fee' })).toEqual([]);
    expect(await idsOf({ limit: 10, kind: 'wallet' })).toEqual([]);
    expect(await idsOf({ limit: 10, owner: 'prt-1' })).toEqual([]);
  });

  it('shows nothing of another tenant, nor of an owner it does not know', async () => {
    expect(await page({ limit: 10 }, 'strangers')).toEqual({ accounts: [], hasMore: false });
    expect(await page({ limit: 10, owner: 'cus_unknown' })).toEqual({ accounts: [], hasMore: false });
  });

  it('refuses to go on after an account that is unknown, or another tenant’s', async () => {
    await expect(page({ limit: 10, after: 'acc_unknown' })).rejects.toMatchObject({ ...refusal('invalid_request'), details: [{ field: 'after', message: 'is unknown' }] });
    await expect(page({ limit: 10, after: 'acc_1' }, 'strangers')).rejects.toMatchObject(refusal('invalid_request'));
  });
});
