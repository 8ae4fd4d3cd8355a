import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import type { ReplyOf } from '@sluice/contract-kit';
import { getFeePortfolio, getFeeSchedule, setFeeSchedule } from '@sluice/contract-liquidity';
import type { Model } from 'mongoose';
import type { ClientKind } from '../src/access/client.js';
import type { ClientDocument } from '../src/access/clients.repository.js';
import { AT } from './fake-portfolios.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, problem, problemOf } from './ops-fixtures.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  const schedules = new Map<string, ReplyOf<typeof getFeeSchedule>>();
  gateway.fake.on(getFeeSchedule, ({ tenantId }) => schedules.get(tenantId) ?? { charge: 'accrued' as const, flat: [], revision: 0 });
  gateway.fake.on(setFeeSchedule, ({ tenantId, body }) => {
    if (body.revision > (schedules.get(tenantId)?.revision ?? 0)) schedules.set(tenantId, body);
    return schedules.get(tenantId) ?? body;
  });
  gateway.fake.on(getFeePortfolio, ({ tenantId }) => ({ ...feePortfolio, id: `prt-of-${tenantId}`, holdings: [], accruedFees: [] }));
});
afterAll(() => gateway.stop());

const feePortfolio = {
  partyId: 'pty-fees', name: 'Fees', currency: 'GBP', mandate: 'execution_only', accountType: 'GIA', status: 'active', createdAt: AT,
} as const;

const ops = (method: string, path: string, body?: unknown, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, method, `/ops/v1/${path}`, body);
const rows = ({ body }: Answer) => body['data'] as Record<string, unknown>[];
const stored = (): Model<ClientDocument> => gateway.service.app.get<Model<ClientDocument>>(getModelToken('clients'));

describe('the tenant', () => {
  it('is the key’s own, with the portfolio its fees go to', async () => {
    expect((await ops('GET', 'tenants/current')).body).toEqual({ id: 'acme', name: 'acme', feePortfolioId: 'prt-of-acme' });
    expect((await ops('GET', 'tenants/current', undefined, 'globex-ops')).body).toEqual({ id: 'globex', name: 'globex', feePortfolioId: 'prt-of-globex' });
    expect((await ops('GET', 'tenants')).body).toEqual({ data: [{ id: 'acme', name: 'acme', feePortfolioId: 'prt-of-acme' }], nextCursor: null });
  });

  it('is not found by another’s name', async () => {
    expect(problemOf(await ops('GET', 'tenants/globex'))).toEqual(problem(404, 'unknown_path'));
  });
});

describe('the fee schedules', () => {
  it('say what is charged and to whom it is credited', async () => {
    const none = { charge: 'none', flat: [], withdrawals: null, creditedTo: null };
    expect(rows(await ops('GET', 'fee-schedules'))).toEqual([
      { id: 'braid', dialect: 'braid', ...none }, { id: 'bultra', dialect: 'bultra', ...none },
      { id: 'wealthkernel', dialect: 'wealthkernel', charge: 'accrued', flat: [], withdrawals: 'Full', creditedTo: 'prt-of-acme' },
    ]);
  });

  it('are set by dialect, each tenant its own, and every change stands in the audit log', async () => {
    const flat = [{ currency: 'GBP', amount: '1.50' }];
    const row = { id: 'wealthkernel', dialect: 'wealthkernel', charge: 'none', flat, withdrawals: 'Full', creditedTo: 'prt-of-acme' };
    const put = await ops('PUT', 'fee-schedules/wealthkernel', { charge: 'none', flat: [{ currency: 'GBP', amount: '1.5' }], reason: 'A new price list.' });
    expect([put.status, put.body]).toEqual([200, row]);
    expect(rows(await ops('GET', 'fee-schedules'))[2]).toEqual(row);
    expect(rows(await ops('GET', 'fee-schedules', undefined, 'globex-ops'))[2]).toMatchObject({ charge: 'accrued', flat: [] });
    const posted = await ops('POST', 'fee-schedules', { dialect: 'wealthkernel', charge: 'accrued' });
    expect([posted.status, posted.body]).toEqual([200, { ...row, charge: 'accrued', flat: [] }]);
    expect((await ops('PUT', 'fee-schedules/bultra', { charge: 'none' })).body).toMatchObject({ id: 'bultra', charge: 'none' });
    const audited = rows(await ops('GET', 'audit?target=wealthkernel'));
    expect(audited.map(({ action, outcome, reason }) => [action, outcome, reason])).toContainEqual(['PUT fee-schedules/:id', 'done', 'A new price list.']);
  });

  it.each([
    ['wealthkernel', {}, 'charge'], ['wealthkernel', { charge: 'everything' }, 'charge'], ['wealthkernel', { charge: 'none', flat: [{ currency: 'USDC', amount: '1' }] }, 'flat.0.currency'],
    ['wealthkernel', { charge: 'none', flat: [{ currency: 'GBP', amount: '1.005' }] }, 'flat.0.amount'], ['wealthkernel', { charge: 'none', flat: [{ currency: 'GBP', amount: '0' }] }, 'flat.0.amount'],
    ['wealthkernel', { charge: 'none', flat: [{ currency: 'GBP', amount: -1 }] }, 'flat.0.amount'], ['wealthkernel', { charge: 'none', flat: '1.50' }, 'flat'],
    ['bultra', { charge: 'accrued' }, 'charge'], ['braid', { charge: 'none', flat: [{ currency: 'USD', amount: '1' }] }, 'flat'],
  ])('of %s are not set to %j', async (dialect, body, field) => {
    const answer = await ops('PUT', `fee-schedules/${dialect}`, body);
    expect([answer.status, (answer.body['errors'] as { field: string }[]).map((error) => error.field)]).toEqual([400, [field]]);
    expect((await ops('POST', 'fee-schedules', { dialect, ...body })).status).toBe(400);
  });

  it('are not made for dialects that there are not', async () => {
    expect(problemOf(await ops('PUT', 'fee-schedules/swift', { charge: 'none' }))).toEqual(problem(404, 'not_found'));
    expect(problemOf(await ops('POST', 'fee-schedules', { dialect: 'swift', charge: 'none' }))).toEqual(problem(400, 'invalid_request'));
    expect(problemOf(await ops('PUT', 'fee-schedules', { data: [] }))).toEqual(problem(405, 'method_not_allowed'));
  });

  it('are not set by who may only read', async () => {
    expect(problemOf(await (await callWithScope(gateway, 'ops:read'))('PUT', 'fee-schedules/wealthkernel'))).toEqual(problem(403, 'insufficient_scope'));
  });
});

const used: Record<ClientKind, (id: string, secret: string) => Promise<number>> = {
  ops: async (_, secret) => (await gateway.raw('GET', '/ops/v1/clock', { authorization: `Bearer ${secret}` })).status,
  braid: async (_, secret) => (await gateway.raw('GET', '/braid/v2/portfolio-wallets/yield-sources', { authorization: `Bearer ${secret}` })).status,
  bultra: async (id, secret) => (await gateway.token(id, secret, 'grant_type=client_credentials')).status,
  wealthkernel: async (id, secret) => (await gateway.wealthkernelToken({ client_id: id, client_secret: secret })).status,
};
const wrong = (status: number): boolean => status === 400 || status === 401;

describe.each<ClientKind>(['wealthkernel', 'bultra', 'braid', 'ops'])('a new client of %s', (dialect) => {
  it('is good from now on, and its secret is shown once and kept nowhere', async () => {
    const { status, body } = await ops('POST', 'clients', { dialect });
    const { id, secret, scopes } = body as { id: string; secret: string; scopes: string[] };
    expect([status, body]).toEqual([201, { id, dialect, scopes, revokedAt: null, secret }]);
    expect(scopes.length).toBeGreaterThan(0);
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(wrong(await used[dialect](id, secret))).toBe(false);
    expect(rows(await ops('GET', 'clients')).find((row) => row['id'] === id)).toEqual({ id, dialect, scopes, revokedAt: null });
    expect(JSON.stringify(await stored().find({ _id: id }).lean())).not.toContain(secret);
    expect((await ops('GET', 'audit?limit=5')).text).not.toContain(secret);
  });

  it('is out once it was revoked, is shown as such, and stays so', async () => {
    const { id, secret } = (await ops('POST', 'clients', { dialect })).body as { id: string; secret: string };
    expect([(await ops('DELETE', `clients/${id}`)).status, (await ops('DELETE', `clients/${id}`)).status]).toEqual([204, 204]);
    expect(wrong(await used[dialect](id, secret))).toBe(true);
    expect(rows(await ops('GET', 'clients')).find((row) => row['id'] === id)?.['revokedAt']).toMatch(/^\d{4}-/);
  });

  it('is not another tenant’s to see or revoke', async () => {
    const { id, secret } = (await ops('POST', 'clients', { dialect })).body as { id: string; secret: string };
    expect(rows(await ops('GET', 'clients', undefined, 'globex-ops')).some((row) => row['id'] === id)).toBe(false);
    expect(problemOf(await ops('DELETE', `clients/${id}`, undefined, 'globex-ops'))).toEqual(problem(404, 'not_found'));
    expect(wrong(await used[dialect](id, secret))).toBe(false);
  });
});

describe('a client that may do part only', () => {
  it('has the scopes it was given, each once', async () => {
    const { body } = await ops('POST', 'clients', { dialect: 'bultra', scopes: ['accounts:read', 'accounts:read'] });
    expect(body['scopes']).toEqual(['accounts:read']);
  });

  it.each([
    [{}], [{ dialect: 'swift' }], [{ dialect: 'bultra', scopes: [] }], [{ dialect: 'bultra', scopes: ['ops:write'] }], [{ dialect: 'ops', scopes: ['accounts:read'] }], [{ dialect: 'braid', scopes: 'all' }],
  ])('is not made of %j', async (body) => {
    const before = await stored().countDocuments();
    expect(problemOf(await ops('POST', 'clients', body))).toEqual(problem(400, 'invalid_request'));
    expect(await stored().countDocuments()).toBe(before);
  });
});

describe('an operator’s key', () => {
  it('gives no more than it has', async () => {
    const { body } = await ops('POST', 'clients', { dialect: 'ops', scopes: ['ops:write'] });
    const headers = { authorization: `Bearer ${String(body['secret'])}`, 'content-type': 'application/json' };
    expect(problemOf(await gateway.raw('POST', '/ops/v1/clients', headers, '{"dialect":"ops"}'))).toEqual(problem(403, 'insufficient_scope'));
    expect((await gateway.raw('POST', '/ops/v1/clients', headers, '{"dialect":"ops","scopes":["ops:write"]}')).status).toBe(201);
  });

  it('cannot revoke itself', async () => {
    expect(problemOf(await ops('DELETE', 'clients/acme-ops'))).toEqual(problem(409, 'invalid_status'));
    expect((await ops('GET', 'clients')).status).toBe(200);
  });

  it('that may only read adds and revokes nobody', async () => {
    const call = await callWithScope(gateway, 'ops:read');
    expect((await call('GET', 'clients')).status).toBe(200);
    expect(problemOf(await call('POST', 'clients'))).toEqual(problem(403, 'insufficient_scope'));
    expect(problemOf(await call('DELETE', 'clients/acme-bultra'))).toEqual(problem(403, 'insufficient_scope'));
  });
});

describe('the list of clients', () => {
  it('comes in pages', async () => {
    const all = rows(await ops('GET', 'clients?limit=200', undefined, 'globex-ops')).map((row) => row['id']);
    const first = await ops('GET', 'clients?limit=2', undefined, 'globex-ops');
    expect([rows(first).map((row) => row['id']), first.body['nextCursor']]).toEqual([all.slice(0, 2), all[1]]);
    expect(rows(await ops('GET', `clients?limit=2&cursor=${String(all[1])}`, undefined, 'globex-ops')).map((row) => row['id'])).toEqual(all.slice(2, 4));
  });

  it.each(['limit=0', 'limit=201', 'cursor='])('is not cut by %s', async (query) => {
    expect(problemOf(await ops('GET', `clients?${query}`))).toEqual(problem(400, 'invalid_request'));
  });
});
