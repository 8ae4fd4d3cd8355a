import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getTimeline, type TimelineRowView } from '@sluice/contract-operations';
import { DomainError } from '@sluice/kernel';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, problem, problemOf } from './ops-fixtures.js';

const rows = ['screening', 'collectingUpFront', 'authorized'].map((name, index): TimelineRowView => ({
  at: `2026-01-15T10:30:0${index}.000Z`, service: 'intake', kind: 'step', name, outcome: 'created', attempt: 1, traceId: null, detail: `version ${index + 1}`,
}));

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
});
beforeEach(() => gateway.fake.on(getTimeline, ({ tenantId, body: { id, limit, after } }) => {
  if (tenantId !== 'acme' || !['w1', 'wth_1'].includes(id)) throw new DomainError('not_found', 'There is no such withdrawal.');
  return { rows: rows.slice(after.seen, after.seen + limit), next: rows.length > after.seen + limit ? { at: 7, seen: after.seen + limit } : null };
}));
afterAll(() => gateway.stop());

const timeline = (id = 'wth_1', caller: Caller = 'acme-ops', query = ''): Promise<Answer> => gateway.as(caller, 'GET', `/ops/v1/withdrawals/${id}/timeline${query}`);

describe('a withdrawal’s timeline', () => {
  it('is what operations says of it, by whichever of its ids', async () => {
    for (const id of ['w1', 'wth_1']) expect((await timeline(id)).body).toEqual({ data: rows, nextCursor: null });
    expect(gateway.fake.received(getTimeline).at(-1)?.body).toEqual({ id: 'wth_1', limit: 1_000, after: { at: 0, seen: 0 } });
  });

  it('goes on behind its cursor', async () => {
    const { body } = await timeline('w1', 'acme-ops', '?limit=2');
    expect(body).toEqual({ data: rows.slice(0, 2), nextCursor: '7.2' });
    expect((await timeline('w1', 'acme-ops', '?limit=2&cursor=7.2')).body).toEqual({ data: rows.slice(2), nextCursor: null });
    expect(gateway.fake.received(getTimeline).at(-1)?.body).toEqual({ id: 'w1', limit: 2, after: { at: 7, seen: 2 } });
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'cursor=1', 'cursor=-1.0'])('is not cut by %s', async (query) => {
    const before = gateway.fake.received(getTimeline).length;
    expect(problemOf(await timeline('w1', 'acme-ops', `?${query}`))).toEqual(problem(400, 'invalid_request'));
    expect(gateway.fake.received(getTimeline).length).toBe(before);
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
