import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enableSubscription, listDeliveries, listSubscriptions, readLog, redeliver, type DeliveryView, type SubscriptionView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { createdWithdrawal } from './bultra-fixtures.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, pageFor, problem, problemOf } from './ops-fixtures.js';

const AT = '2026-01-15T10:30:00.000Z';
const event = {
  id: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11', withdrawalId: 'w1', dialect: 'bultra' as const, dialectId: 'wth_1', sequence: 3, phase: 'settled', hold: 'none',
  amount: { currency: 'USD' as const, units: '250000' }, at: AT,
};
const notice = {
  id: '7a2d3f1f-1e4c-4c63-8a6f-1b5a5f5f8b22', subscriptionId: 's2', dialect: 'braid' as const, sequence: 1, type: 'webhook.endpoint-disabled' as const,
  url: 'https://example.com/hook', failures: 100, failingSince: AT, cause: 'answered 503', at: '2026-01-16T10:30:00.000Z',
};
const delivery = (id: string): DeliveryView => ({
  id, subscriptionId: 'sub_1', eventId: 'evt_1', type: 'WITHDRAWAL_EXECUTED', withdrawalId: 'w1', status: 'failed', url: 'https://example.com/hook', body: '{}',
  attempts: [{ at: AT, status: 500, tookMs: 12 }], createdAt: AT,
});
const sent = [delivery('d2'), delivery('d1')];
const endpoint = (id: string, dialect: SubscriptionView['dialect'], change: Partial<SubscriptionView> = {}): SubscriptionView => ({
  id, dialect, url: 'https://example.com/hook', events: ['x'], active: true, createdAt: AT, ...change,
});
const endpoints = [endpoint('s1', 'bultra'), endpoint('s2', 'braid', { active: false, disabledAt: '2026-01-16T10:30:00.000Z' })];

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  gateway.fake.on(readLog, ({ tenantId, body: { after } }) => {
    if (after === 'bad') throw new DomainError('invalid_request', 'The cursor is not one of the log.');
    return { entries: tenantId === 'acme' && after === undefined ? [event, notice] : [], nextCursor: after ?? 'c1' };
  });
  gateway.fake.on(listDeliveries, ({ tenantId, body }) => {
    const { page, hasMore } = pageFor(tenantId, sent, body);
    return { deliveries: page, hasMore };
  });
  gateway.fake.on(listSubscriptions, ({ tenantId, body: { dialect } }) => ({ subscriptions: tenantId === 'acme' ? endpoints.filter((one) => one.dialect === dialect) : [] }));
  gateway.fake.on(enableSubscription, ({ tenantId, body: { id } }) => {
    const found = endpoints.find((one) => tenantId === 'acme' && one.id === id);
    if (!found) throw new DomainError('not_found', 'There is no such subscription.');
    return endpoint(id, found.dialect);
  });
  gateway.fake.on(redeliver, ({ tenantId, body }) => {
    const found = sent.find(({ id }) => tenantId === 'acme' && id === body.id);
    if (!found) throw new DomainError('not_found', 'There is no such delivery.');
    return { ...found, status: 'pending' as const };
  });
});
afterAll(() => gateway.stop());

const ops = (method: string, path: string, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, method, `/ops/v1/${path}`);

describe('the event log', () => {
  it('is read in the shape of its readers, with a cursor at its end too', async () => {
    const { status, body } = await ops('GET', 'events');
    const { phase: _phase, hold: _hold, amount: _amount, ...rest } = event;
    const data = { phase: 'settled', hold: 'none', amount: { currency: 'USD', amount: '2500.00' } };
    const reported = { id: notice.id, sequence: 1, tenantId: 'acme', withdrawalId: null, dialect: 'braid', dialectId: 's2', type: 'webhook.endpoint-disabled', at: notice.at };
    const why = { subscriptionId: 's2', url: 'https://example.com/hook', failures: 100, failingSince: AT, cause: 'answered 503' };
    expect([status, body]).toEqual([200, { data: [{ ...rest, tenantId: 'acme', type: 'withdrawal.settled', data }, { ...reported, data: why }], nextCursor: 'c1' }]);
    expect((await ops('GET', 'events?after=c1')).body).toEqual({ data: [], nextCursor: 'c1' });
  });

  it('is asked for a withdrawal under either of its ids, and for as much as is wanted', async () => {
    const dialectId = await createdWithdrawal(gateway, 'acme-bultra');
    const id = [...gateway.world.withdrawals.values()].find(({ view }) => view.dialectId === dialectId)?.view.id;
    for (const named of [dialectId, id, 'wth_404']) await ops('GET', `events?limit=7&withdrawalId=${String(named)}`);
    expect(gateway.fake.received(readLog).slice(-3).map(({ body }) => [body.limit, body.withdrawalId])).toEqual([[7, id], [7, id], [7, 'wth_404']]);
  });

  it('of another tenant holds nothing', async () => {
    expect((await ops('GET', 'events', 'globex-ops')).body).toEqual({ data: [], nextCursor: 'c1' });
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'after=', 'after=bad', 'withdrawalId='])('is not read with %s', async (query) => {
    expect(problemOf(await ops('GET', `events?${query}`))).toEqual(problem(400, 'invalid_request'));
  });
});

describe('the deliveries of webhooks', () => {
  it('are listed with every try, in pages', async () => {
    expect((await ops('GET', 'webhooks/deliveries')).body).toEqual({ data: sent, nextCursor: null });
    expect((await ops('GET', 'webhooks/deliveries?limit=1')).body).toEqual({ data: [sent[0]], nextCursor: 'd2' });
    expect((await ops('GET', 'webhooks/deliveries?limit=1&cursor=d2')).body).toEqual({ data: [sent[1]], nextCursor: null });
  });

  it('are filtered by subscription, withdrawal and status', async () => {
    await ops('GET', 'webhooks/deliveries?subscriptionId=sub_1&withdrawalId=w1&status=failed');
    expect(gateway.fake.received(listDeliveries).at(-1)?.body).toEqual({ limit: 50, subscriptionId: 'sub_1', withdrawalId: 'w1', status: 'failed' });
  });

  it('of another tenant are not there', async () => {
    expect((await ops('GET', 'webhooks/deliveries', 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
    expect(problemOf(await ops('POST', 'webhooks/deliveries/d1/redeliver', 'globex-ops'))).toEqual(problem(404, 'not_found'));
  });

  it.each(['limit=0', 'limit=x', 'status=lost', 'cursor=unknown', 'subscriptionId='])('are not listed with %s', async (query) => {
    expect(problemOf(await ops('GET', `webhooks/deliveries?${query}`))).toEqual(problem(400, 'invalid_request'));
  });

  it('are sent once more when an operator says so', async () => {
    const { status, body } = await ops('POST', 'webhooks/deliveries/d1/redeliver');
    expect([status, body]).toEqual([200, { ...sent[1], status: 'pending' }]);
  });
});

describe('whoever may not', () => {
  const routes = [['GET', 'events', 'ops:write'], ['POST', 'webhooks/subscriptions/s2/enable', 'ops:read'], ['GET', 'webhooks/deliveries', 'ops:write'], ['POST', 'webhooks/deliveries/d1/redeliver', 'ops:read']] as const;

  it.each(routes)('%s %s is turned away', async (method, path, otherScope) => {
    expect(problemOf(await ops(method, path, 'nobody'))).toEqual(problem(401, 'unauthenticated'));
    expect(problemOf(await (await callWithScope(gateway, otherScope))(method, path))).toEqual(problem(403, 'insufficient_scope'));
  });
});

describe('the endpoints of webhooks', () => {
  const idsIn = ({ body }: Answer): string[] => (body as { data: { id: string }[] }).data.map(({ id }) => id);

  it('are listed over all dialects, those that were disabled with the time', async () => {
    expect(idsIn(await ops('GET', 'webhooks/subscriptions'))).toEqual(['s2', 's1']);
    const { body } = await ops('GET', 'webhooks/subscriptions?active=false');
    expect(body).toMatchObject({ data: [{ id: 's2', active: false, disabledAt: '2026-01-16T10:30:00.000Z' }], nextCursor: null });
    expect(idsIn(await ops('GET', 'webhooks/subscriptions?active=true'))).toEqual(['s1']);
  });

  it('of another tenant are not there', async () => {
    expect((await ops('GET', 'webhooks/subscriptions', 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
  });

  it('are not listed by a word that is neither true nor false', async () => {
    expect(problemOf(await ops('GET', 'webhooks/subscriptions?active=maybe'))).toEqual(problem(400, 'invalid_request'));
  });

  it('are enabled again with a reason, which the audit log keeps', async () => {
    const enable = (id: string, body: unknown, caller: Caller = 'acme-ops') => gateway.as(caller, 'POST', `/ops/v1/webhooks/subscriptions/${id}/enable`, body);
    const { status, body } = await enable('s2', { reason: 'They have mended it.' });
    expect([status, body]).toEqual([200, { ...endpoint('s2', 'braid'), disabledAt: null }]);
    const { body: audit } = await ops('GET', 'audit');
    expect((audit as { data: object[] }).data.filter((row) => 'target' in row && row.target === 's2')).toMatchObject([
      { kind: 'outcome', reason: 'They have mended it.', outcome: 'done' }, { kind: 'intent', action: 'POST webhooks/subscriptions/:id/enable', reason: 'They have mended it.' },
    ]);
    for (const missing of [{}, { reason: ' ' }, { reason: 5 }]) expect(problemOf(await enable('s2', missing))).toEqual(problem(400, 'invalid_request'));
    expect(problemOf(await enable('s2', { reason: 'Theirs.' }, 'globex-ops'))).toEqual(problem(404, 'not_found'));
  });
});
