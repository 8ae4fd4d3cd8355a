import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listAccounts, listEntries, trialBalance, type AccountView } from '@sluice/contract-ledger';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, pageFor, problem, problemOf } from './ops-fixtures.js';

const AT = '2026-01-15T10:30:00.000Z';
const usd = (units: string) => ({ currency: 'USD' as const, units });
const account = (id: string): AccountView => ({
  id, kind: 'customer', owner: 'cus_1', status: 'ACTIVE', posted: usd('250000'), pending: usd('50000'), available: usd('200000'), createdAt: AT,
});
const entry = (id: string) => ({
  id, withdrawalId: 'w1', kind: 'withdrawal', at: AT,
  lines: [{ accountId: 'acc_1', debit: usd('5000'), credit: usd('0') }, { accountId: 'clearing:ACH:USD', debit: usd('0'), credit: usd('5000') }],
});
const shown = {
  accounts: (id: string) => ({ id, kind: 'customer', owner: 'cus_1', currency: 'USD', posted: '2500.00', pending: '500.00', available: '2000.00' }),
  entries: (id: string) => ({
    id, withdrawalId: 'w1', kind: 'withdrawal', at: AT,
    lines: [{ accountId: 'acc_1', currency: 'USD', debit: '50.00', credit: '0.00' }, { accountId: 'clearing:ACH:USD', currency: 'USD', debit: '0.00', credit: '50.00' }],
  }),
};

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  gateway.fake.on(listAccounts, ({ tenantId, body }) => {
    const { page, hasMore } = pageFor(tenantId, [account('x2'), account('x1')], body);
    return { accounts: page, hasMore };
  });
  gateway.fake.on(listEntries, ({ tenantId, body }) => {
    const { page, hasMore } = pageFor(tenantId, [entry('x2'), entry('x1')], body);
    return { entries: page, hasMore };
  });
  gateway.fake.on(trialBalance, ({ tenantId }) => (tenantId === 'acme' ? { balanced: false, currencies: [{ debits: usd('5000'), credits: usd('5100') }] } : { balanced: true, currencies: [] }));
});
afterAll(() => gateway.stop());

const get = (path: string, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, 'GET', `/ops/v1/ledger/${path}`);

describe.each(['accounts', 'entries'] as const)('the ledger’s %s', (path) => {
  it('are shown in decimals, in pages', async () => {
    expect((await get(path)).body).toEqual({ data: [shown[path]('x2'), shown[path]('x1')], nextCursor: null });
    expect((await get(`${path}?limit=1`)).body).toEqual({ data: [shown[path]('x2')], nextCursor: 'x2' });
    expect((await get(`${path}?limit=1&cursor=x2`)).body).toEqual({ data: [shown[path]('x1')], nextCursor: null });
  });

  it('of another tenant are not seen', async () => {
    expect((await get(path, 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
  });

  it.each(['limit=0', 'limit=201', 'cursor=', 'cursor=unknown'])('are not listed with %s', async (query) => {
    expect(problemOf(await get(`${path}?${query}`))).toEqual(problem(400, 'invalid_request'));
  });
});

describe('an entry of no withdrawal', () => {
  it('says so', async () => {
    const { withdrawalId: _, ...deposit } = entry('x3');
    gateway.fake.on(listEntries, () => ({ entries: [deposit], hasMore: false }));
    expect((await get('entries')).body['data']).toEqual([{ ...shown.entries('x3'), withdrawalId: null }]);
  });
});

describe('the filters of the ledger', () => {
  it('are the owner and kind of an account, the withdrawal and account of an entry', async () => {
    await get('accounts?owner=cus_1&kind=fee');
    expect(gateway.fake.received(listAccounts).at(-1)?.body).toEqual({ limit: 50, owner: 'cus_1', kind: 'fee' });
    await get('entries?withdrawalId=w1&accountId=acc_1');
    expect(gateway.fake.received(listEntries).at(-1)?.body).toEqual({ limit: 50, withdrawalId: 'w1', accountId: 'acc_1' });
  });

  it.each(['accounts?kind=moon', 'accounts?owner=', 'entries?withdrawalId=', 'entries?accountId='])('are refused as in %s', async (path) => {
    expect(problemOf(await get(path))).toEqual(problem(400, 'invalid_request'));
  });
});

describe('the trial balance', () => {
  it('says how far debits and credits are apart', async () => {
    expect((await get('trial-balance')).body).toEqual({ balanced: false, currencies: [{ currency: 'USD', debits: '50.00', credits: '51.00', difference: '-1.00' }] });
  });

  it('is each tenant’s own', async () => {
    expect((await get('trial-balance', 'globex-ops')).body).toEqual({ balanced: true, currencies: [] });
  });
});

describe('whoever may not read', () => {
  it.each(['accounts', 'entries', 'trial-balance'])('sees nothing of %s', async (path) => {
    expect(problemOf(await get(path, 'nobody'))).toEqual(problem(401, 'unauthenticated'));
    expect(problemOf(await (await callWithScope(gateway, 'ops:write'))('GET', `ledger/${path}`))).toEqual(problem(403, 'insufficient_scope'));
  });
});
