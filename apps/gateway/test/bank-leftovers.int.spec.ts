import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listQuarantine, listUnmatched } from '@sluice/contract-payout';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, pageFor, problem, problemOf, seen } from './ops-fixtures.js';

const files = ['f2', 'f1'].map((id) => ({ id, ...seen, count: 1, reason: 'unreadable', sentence: 'It ends too early.', content: 'eA==', source: 'statement' as const }));
const reports = ['r2', 'r1'].map((id) => ({ id, ...seen, count: 2, reason: 'unknown_key' as const, body: '{}' }));

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  gateway.fake.on(listQuarantine, ({ tenantId, body }) => {
    const { page, hasMore } = pageFor(tenantId, files, body);
    return { files: page, hasMore };
  });
  gateway.fake.on(listUnmatched, ({ tenantId, body }) => {
    const { page, hasMore } = pageFor(tenantId, reports, body);
    return { callbacks: page, hasMore };
  });
});
afterAll(() => gateway.stop());

const get = (path: string, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, 'GET', `/ops/v1/${path}`);

describe.each([['bank-files', files], ['unmatched-reports', reports]] as const)('the list of %s', (path, rows) => {
  it('is shown as the service keeps it', async () => {
    const { status, body } = await get(path);
    expect([status, body]).toEqual([200, { data: rows, nextCursor: null }]);
  });

  it('is cut into pages', async () => {
    const first = await get(`${path}?limit=1`);
    expect(first.body).toEqual({ data: [rows[0]], nextCursor: rows[0]?.id });
    expect((await get(`${path}?limit=1&cursor=${String(first.body['nextCursor'])}`)).body).toEqual({ data: [rows[1]], nextCursor: null });
  });

  it('holds nothing of another tenant', async () => {
    expect((await get(path, 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
  });

  it('is for operators who may read', async () => {
    expect(problemOf(await get(path, 'nobody'))).toEqual(problem(401, 'unauthenticated'));
    expect(problemOf(await get(path, 'acme-bultra'))).toEqual(problem(401, 'unauthenticated'));
    const call = await callWithScope(gateway, 'ops:write');
    expect(problemOf(await call('GET', path))).toEqual(problem(403, 'insufficient_scope'));
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=', 'cursor=unknown'])('refuses %s', async (query) => {
    expect(problemOf(await get(`${path}?${query}`))).toEqual(problem(400, 'invalid_request'));
  });
});
