import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listReplays, replayEvents, type ReplayView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { pageFor, problem, problemOf } from './ops-fixtures.js';

const kept: ReplayView = { id: 'r1', reason: 'Their disk was full.', sinceFailure: true, count: 3, at: '2026-01-15T10:30:00.000Z' };

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  gateway.fake.on(replayEvents, ({ body }) => {
    if (body.subscriptionId === 'sub_404') throw new DomainError('not_found', 'There is no such subscription.');
    if (body.from === '2000-01-01T00:00:00.000Z') throw new DomainError('limit_exceeded', 'More than 1000 events are chosen.');
    return { ...kept, ...body };
  });
  gateway.fake.on(listReplays, ({ tenantId, body }) => {
    const { page, hasMore } = pageFor(tenantId, [kept], body);
    return { replays: page, hasMore };
  });
});
afterAll(() => gateway.stop());

const replaying = (body: unknown, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, 'POST', '/ops/v1/events/replay', body);
const reason = 'Their disk was full.';

describe('an operator who has events sent again', () => {
  it.each<[object, object]>([
    [{ ids: ['a', 'b'] }, { ids: ['a', 'b'] }],
    [{ subscriptionId: 'sub_1', sinceFailure: true }, { subscriptionId: 'sub_1', sinceFailure: true }],
    [{ from: '2026-01-15T10:30:00Z', to: '2026-01-16T11:30:00+01:00', sinceFailure: false }, { from: '2026-01-15T10:30:00.000Z', to: '2026-01-16T10:30:00.000Z' }],
  ])('by %j is told how many there are', async (choice, asked) => {
    const { status, body } = await replaying({ ...choice, reason });
    expect([status, body]).toEqual([200, { count: 3 }]);
    expect(gateway.fake.received(replayEvents).at(-1)?.body).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), reason, ...asked });
  });

  it.each<[object]>([[{}], [{ reason }], [{ ids: ['a'] }], [{ ids: [], reason }], [{ ids: 'a', reason }], [{ from: 'yesterday', reason }], [{ sinceFailure: false, reason }], [{ sinceFailure: 'yes', reason }], [{ ids: ['a'], reason: ' ' }]])(
    'is refused with %j', async (body) => {
      expect(problemOf(await replaying(body))).toEqual(problem(400, 'invalid_request'));
    });

  it('is told of what is not there or too much', async () => {
    expect(problemOf(await replaying({ subscriptionId: 'sub_404', reason }))).toEqual(problem(404, 'not_found'));
    expect(problemOf(await replaying({ from: '2000-01-01T00:00:00Z', reason }))).toEqual(problem(409, 'limit_exceeded'));
  });

  it('finds what was sent again of late, of the own tenant', async () => {
    const listed = (caller: Caller) => gateway.as(caller, 'GET', '/ops/v1/events/replay');
    expect((await listed('acme-ops')).body).toEqual({ data: [kept], nextCursor: null });
    expect((await listed('globex-ops')).body).toEqual({ data: [], nextCursor: null });
    expect((await listed('nobody')).status).toBe(401);
  });
});
