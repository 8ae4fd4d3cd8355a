import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getReconciliation, getVerdict, listReconciliations, reconcile, type Reconciliation } from '@sluice/contract-operations';
import { DomainError } from '@sluice/kernel';
import { silence } from './fake-services.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, pageFor, problem, problemOf } from './ops-fixtures.js';

const checkedAt = '2026-01-15T10:30:00.000Z';
const verdict = { ok: false, checkedAt, invariants: [{ number: 1, name: 'debits equal credits', ok: false, violations: ['entry e1 does not balance'] }] };
const extra = { kind: 'extra' as const, provider: 'bank' as const, reference: 'leg-9/1', expected: null, actual: '50.00 USD' };
const kept: (Reconciliation & { tenantId: string })[] = [];

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start({ requestTimeoutMs: 5_000 });
  gateway.fake.on(getVerdict, ({ tenantId, body: { full } }) => (tenantId === 'acme' ? { ...verdict, ok: full } : silence));
  gateway.fake.on(reconcile, ({ tenantId, body: { id } }) => {
    const made = { id, checkedAt, breaks: [extra] };
    kept.unshift({ ...made, tenantId });
    return made;
  });
  gateway.fake.on(listReconciliations, ({ tenantId, body }) => {
    const { page, hasMore } = pageFor('acme', kept.filter((each) => each.tenantId === tenantId), body);
    return { reconciliations: page, hasMore };
  });
  gateway.fake.on(getReconciliation, ({ tenantId, body: { id } }) => {
    const found = kept.find((each) => each.tenantId === tenantId && each.id === id);
    if (!found) throw new DomainError('not_found', 'There is no such reconciliation.');
    return found;
  });
});
afterAll(() => gateway.stop());

const ops = (method: string, path: string, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, method, `/ops/v1/${path}`);

describe('the invariants', () => {
  it('are shown as the checker found them', async () => {
    expect(await ops('GET', 'invariants')).toMatchObject({ status: 200, body: verdict });
  });

  it('are looked for in everything that is stored when that is asked for', async () => {
    expect(await ops('GET', 'invariants?full=true')).toMatchObject({ status: 200, body: { ok: true } });
    expect(await ops('GET', 'invariants?full=false')).toMatchObject({ status: 200, body: { ok: false } });
    expect(problemOf(await ops('GET', 'invariants?full=yes'))).toEqual(problem(400, 'invalid_request'));
  });

  it('are not said to hold when nobody checks', async () => {
    expect(problemOf(await ops('GET', 'invariants', 'globex-ops'))).toEqual(problem(503, 'unavailable'));
  });

  it('are only read', async () => {
    expect(problemOf(await ops('POST', 'invariants'))).toEqual(problem(405, 'method_not_allowed'));
  });
});

describe('a reconciliation', () => {
  it('is made, and found again by its id and in the list', async () => {
    const made = await ops('POST', 'reconciliations');
    expect(made).toMatchObject({ status: 201, body: { checkedAt, breaks: [extra] } });
    const id = String(made.body['id']);
    expect(await ops('GET', `reconciliations/${id}`)).toMatchObject({ status: 200, body: { id, breaks: [extra] } });
    expect((await ops('GET', 'reconciliations?limit=1')).body).toMatchObject({ data: [{ id }], nextCursor: null });
  });

  it('of another tenant is not seen', async () => {
    const id = String((await ops('POST', 'reconciliations')).body['id']);
    expect(problemOf(await ops('GET', `reconciliations/${id}`, 'globex-ops'))).toEqual(problem(404, 'not_found'));
    expect((await ops('GET', 'reconciliations', 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
  });

  it('is not made by a key that only reads, nor listed by one that only writes', async () => {
    expect(problemOf(await (await callWithScope(gateway, 'ops:read'))('POST', 'reconciliations'))).toEqual(problem(403, 'insufficient_scope'));
    expect(problemOf(await (await callWithScope(gateway, 'ops:write'))('GET', 'reconciliations'))).toEqual(problem(403, 'insufficient_scope'));
  });

  it.each(['limit=0', 'limit=201'])('is not listed with %s', async (query) => {
    expect(problemOf(await ops('GET', `reconciliations?${query}`))).toEqual(problem(400, 'invalid_request'));
  });
});
