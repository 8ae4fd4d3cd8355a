import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getCanonicalWithdrawal, operateWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { trailRequests, type TrailRowView } from '@sluice/contract-kit';
import { listDeliveries, type DeliveryView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { AuditLog } from '../src/audit/audit-log.repository.js';
import { consumers } from '../src/operators/dead-letters.controller.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, problem, problemOf } from './ops-fixtures.js';

const at = (second: number): string => `2026-01-15T10:30:0${second}.000Z`;
const zero = { currency: 'USD' as const, units: '0' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';

const withdrawal: CanonicalView = {
  id: 'w1', dialect: 'bultra', dialectId: 'wth_1', phase: 'created', hold: 'rfi', version: 2, amount: zero, delivered: zero, fee: zero, sourceLegs: [], payoutLegs: [], steps: [],
  history: [{ version: 1, step: 'screening', phase: 'created', hold: 'none', at: at(0) }, { version: 2, step: 'collectingUpFront', phase: 'created', hold: 'rfi', at: at(3) }],
  traceId: TRACE, createdAt: at(0), updatedAt: at(3),
};

const trail: TrailRowView[] = [
  { at: at(1), kind: 'provider-call', name: 'names.search', outcome: 'clear', attempt: 1, traceId: TRACE, detail: '4 ms' },
  { at: at(2), kind: 'message', name: 'compliance.screen', outcome: 'retried', attempt: 1, traceId: TRACE, detail: 'MongoError: away' },
];

const delivery: DeliveryView = {
  id: 'd1', subscriptionId: 's1', eventId: 'e1', type: 'WITHDRAWAL_REQUESTED', withdrawalId: 'w1', status: 'delivered', url: 'https://example.com/hook?key=secret', body: '{"secret":1}',
  attempts: [{ at: at(4), error: 'ECONNREFUSED', tookMs: 3 }, { at: at(5), status: 200, tookMs: 8 }], createdAt: at(4),
};

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  const find = (tenantId: string, id: string): CanonicalView => {
    if (tenantId !== 'acme' || !['w1', 'wth_1'].includes(id)) throw new DomainError('not_found', 'There is no such withdrawal.');
    return withdrawal;
  };
  gateway.fake.on(getCanonicalWithdrawal, ({ tenantId, body }) => find(tenantId, body.id));
  gateway.fake.on(operateWithdrawal, ({ tenantId, body }) => find(tenantId, body.id));
  for (const service of consumers) gateway.fake.on(trailRequests(service).list, () => ({ rows: [], more: false }));
  gateway.fake.on(trailRequests('compliance').list, ({ body }) => ({ rows: body.withdrawalId === 'w1' ? trail : [], more: false }));
  gateway.fake.on(listDeliveries, ({ body }) => ({ deliveries: body.withdrawalId === 'w1' ? [delivery] : [], hasMore: false }));
});
afterAll(() => gateway.stop());

const timeline = (id = 'wth_1', caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, 'GET', `/ops/v1/withdrawals/${id}/timeline`);

describe('a withdrawal’s timeline', () => {
  it('is what every service did, in order of time', async () => {
    expect((await timeline()).body).toEqual({
      data: [
        { at: at(0), service: 'intake', kind: 'step', name: 'screening', outcome: 'created', attempt: 1, traceId: TRACE, detail: 'version 1' },
        { at: at(1), service: 'compliance', kind: 'provider-call', name: 'names.search', outcome: 'clear', attempt: 1, traceId: TRACE, detail: '4 ms' },
        { at: at(2), service: 'compliance', kind: 'message', name: 'compliance.screen', outcome: 'retried', attempt: 1, traceId: TRACE, detail: 'MongoError: away' },
        { at: at(3), service: 'intake', kind: 'step', name: 'collectingUpFront', outcome: 'created, rfi', attempt: 1, traceId: TRACE, detail: 'version 2' },
        { at: at(4), service: 'webhooks', kind: 'webhook', name: 'WITHDRAWAL_REQUESTED', outcome: 'no answer: ECONNREFUSED', attempt: 1, traceId: TRACE, detail: 'https://example.com/hook, 3 ms' },
        { at: at(5), service: 'webhooks', kind: 'webhook', name: 'WITHDRAWAL_REQUESTED', outcome: '200', attempt: 2, traceId: TRACE, detail: 'https://example.com/hook, 8 ms' },
      ],
      nextCursor: null,
    });
  });

  it('never holds what was sent, nor a key in an address', async () => {
    expect((await timeline()).text).not.toContain('secret');
  });

  it('comes in pages of any size, each row once, in the same order', async () => {
    const whole = (await timeline()).body['data'] as unknown[];
    for (const limit of [1, 2, 5, 6, 200]) {
      const rows: unknown[] = [];
      let cursor: unknown = '';
      while (cursor !== null) {
        const { body } = await gateway.as('acme-ops', 'GET', `/ops/v1/withdrawals/w1/timeline?limit=${limit}${cursor === '' ? '' : `&cursor=${String(cursor)}`}`);
        const data = body['data'] as unknown[];
        expect(data.length).toBeLessThanOrEqual(limit);
        rows.push(...data);
        cursor = body['nextCursor'];
      }
      expect(rows).toEqual(whole);
    }
  });

  it('goes on where a service has more than a page can take', async () => {
    const many = Array.from({ length: 450 }, (_, index): TrailRowView => ({ at: new Date(Date.parse(at(6)) + Math.floor(index / 150)).toISOString(), kind: 'timer', name: `t${index}`, outcome: 'fired', attempt: 1 }));
    const since = (from = ''): TrailRowView[] => [...trail, ...many].filter((row) => row.at >= from);
    gateway.fake.on(trailRequests('compliance').list, ({ body }) => ({ rows: since(body.from).slice(0, body.limit), more: since(body.from).length > body.limit }));
    const names: string[] = [];
    let cursor: unknown = '';
    while (cursor !== null) {
      const { body } = await gateway.as('acme-ops', 'GET', `/ops/v1/withdrawals/w1/timeline?limit=100${cursor === '' ? '' : `&cursor=${String(cursor)}`}`);
      names.push(...(body['data'] as { name: string }[]).map(({ name }) => name));
      cursor = body['nextCursor'];
    }
    expect(names.filter((name) => /^t\d/.test(name))).toEqual(many.map(({ name }) => name));
    gateway.fake.on(trailRequests('compliance').list, ({ body }) => ({ rows: body.withdrawalId === 'w1' ? trail : [], more: false }));
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'cursor=1', 'cursor=-1.0'])('is not cut by %s', async (query) => {
    expect(problemOf(await gateway.as('acme-ops', 'GET', `/ops/v1/withdrawals/w1/timeline?${query}`))).toEqual(problem(400, 'invalid_request'));
  });

  it('names what operators did to it, by whichever of its ids', async () => {
    await gateway.as('acme-ops', 'POST', '/ops/v1/withdrawals/w1/actions/cancel', { reason: 'The customer called.' });
    await gateway.as('acme-ops', 'POST', '/ops/v1/withdrawals/wth_1/actions/retry-step', { reason: 'Again.' });
    const rows = (await timeline('w1')).body['data'] as { kind: string; name: string; outcome: string; detail: string }[];
    expect(rows.filter(({ kind }) => kind === 'operator').map(({ name, outcome, detail }) => [name, outcome, detail])).toEqual([
      ['cancel', 'asked', 'acme-ops: The customer called.'], ['cancel', 'done', 'acme-ops: The customer called.'], ['retry-step', 'asked', 'acme-ops: Again.'], ['retry-step', 'done', 'acme-ops: Again.'],
    ]);
    expect((await gateway.service.app.get(AuditLog).verify('acme')).ok).toBe(true);
  });

  it('names the reviews of its documents, and of no other withdrawal’s', async () => {
    const [own, another] = ['w1', 'w2'].map((withdrawalId) => gateway.world.compliance.require('acme', withdrawalId, { status: 'UPLOADED' }));
    for (const id of [own, another]) await gateway.as('acme-ops', 'POST', `/ops/v1/documents/${String(id)}/reject`, { reason: `Unreadable: ${String(id)}.` });
    const rows = (await timeline('w1')).body['data'] as { name: string; outcome: string; detail: string }[];
    expect(rows.filter(({ name }) => name === 'reject').map(({ outcome, detail }) => [outcome, detail])).toEqual(['asked', 'done'].map((outcome) => [outcome, `acme-ops: Unreadable: ${String(own)}.`]));
  });
});

describe('a timeline that is not for the caller', () => {
  it('is not there when nobody, or another tenant, has the withdrawal', async () => {
    expect(problemOf(await timeline('wth_2'))).toEqual(problem(404, 'not_found'));
    expect(problemOf(await timeline('w1', 'globex-ops'))).toEqual(problem(404, 'not_found'));
  });

  it('is not shown without the scope to read', async () => {
    expect(problemOf(await timeline('w1', 'nobody'))).toEqual(problem(401, 'unauthenticated'));
    expect(problemOf(await (await callWithScope(gateway, 'ops:write'))('GET', 'withdrawals/w1/timeline'))).toEqual(problem(403, 'insufficient_scope'));
  });
});
