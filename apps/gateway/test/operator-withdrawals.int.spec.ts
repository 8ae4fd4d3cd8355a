import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getCanonicalWithdrawal, listCanonicalWithdrawals, operateWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import { DomainError } from '@sluice/kernel';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, pageFor, problem, problemOf } from './ops-fixtures.js';
import { declaredRoutes, guardedRoutes } from './route-catalogue.js';

const AT = '2026-01-15T10:30:00.000Z';
const LATER = '2026-01-15T10:40:00.000Z';
const usdc = (units: string) => ({ currency: 'USDC' as const, units });

const view = (id: string, change: Partial<CanonicalView> = {}): CanonicalView => ({
  id, dialect: 'braid', dialectId: id, phase: 'delivering', hold: 'approval', version: 4, amount: usdc('1500000'), delivered: usdc('0'), fee: usdc('0'),
  sourceLegs: [{ id: 's1', positionKey: 'usdz', chain: 'arbitrum', amount: usdc('1500000'), status: 'completed' }],
  payoutLegs: [{ id: 'p1', key: 'usdz', attempt: 2, status: 'awaiting_signature', amount: usdc('1500000'), chain: 'base' }],
  steps: [{ name: 'carrying', since: AT, dueAt: LATER, promise: 'P60D' }, { name: 'awaitingApproval', legId: 'p1', since: AT, dueAt: LATER, promise: 'PT10M', overdueSince: LATER }],
  history: [{ version: 1, step: 'reserving', phase: 'created', hold: 'none', at: AT }], waitsFor: 'liquidity', traceId: '0af7651916cd43dd8448eb211c80319c', createdAt: AT, updatedAt: LATER, ...change,
});

const shown = (id: string) => ({
  id, tenantId: 'acme', dialect: 'braid', dialectId: id, phase: 'delivering', hold: 'approval', version: 4,
  amount: { currency: 'USDC', amount: '1.500000' }, delivered: { currency: 'USDC', amount: '0.000000' }, fee: { currency: 'USDC', amount: '0.000000' },
  sourceLegs: [{ id: 's1', positionKey: 'usdz', chain: 'arbitrum', amount: { currency: 'USDC', amount: '1.500000' }, status: 'completed' }],
  payoutLegs: [{ id: 'p1', key: 'usdz', attempt: 2, status: 'awaiting_signature', amount: { currency: 'USDC', amount: '1.500000' }, rail: null, chain: 'base', reference: null, txHash: null, failureReason: null }],
  timers: [{ name: 'carrying', dueAt: LATER }, { name: 'p1/awaitingApproval', dueAt: LATER }],
  history: [{ version: 1, phase: 'created', hold: 'none', at: AT }], waitsFor: 'liquidity', traceId: '0af7651916cd43dd8448eb211c80319c', createdAt: AT, updatedAt: LATER, endedAt: null,
});

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  const known = [view('w2', { payoutLegs: [{ ...view('w2').payoutLegs[0], reference: '=HYPERLINK("x")' } as CanonicalView['payoutLegs'][number]] }), view('w1')];
  const found = (tenantId: string, id: string): CanonicalView => {
    const one = tenantId === 'acme' ? known.find((each) => each.id === id) : undefined;
    if (!one) throw new DomainError('not_found', 'There is no such withdrawal.');
    return one;
  };
  gateway.fake.on(listCanonicalWithdrawals, ({ tenantId, body }) => {
    const { page, hasMore } = pageFor(tenantId, known, body);
    return { withdrawals: page, hasMore };
  });
  gateway.fake.on(getCanonicalWithdrawal, ({ tenantId, body }) => found(tenantId, body.id));
  gateway.fake.on(operateWithdrawal, ({ tenantId, body }) => {
    if (body.action === 'fail') throw new DomainError('invalid_status', 'Nothing allows this.');
    return found(tenantId, body.id);
  });
});
afterAll(() => gateway.stop());

const call = (method: string, path: string, caller: Caller = 'acme-ops', body?: unknown, headers = {}): Promise<Answer> => gateway.as(caller, method, `/ops/v1/${path}`, body, headers);
const get = (path: string, caller: Caller = 'acme-ops'): Promise<Answer> => call('GET', path, caller);
const lastFilter = () => gateway.fake.received(listCanonicalWithdrawals).at(-1)?.body;

describe('a withdrawal as operators see it', () => {
  it('has the canonical shape, whatever there is not being null', async () => {
    expect((await get('withdrawals/w1')).body).toEqual(shown('w1'));
  });

  it('is not there when nobody, or another tenant, has it', async () => {
    expect(problemOf(await get('withdrawals/wth_0000'))).toEqual(problem(404, 'not_found'));
    expect(problemOf(await get('withdrawals/w1', 'globex-ops'))).toEqual(problem(404, 'not_found'));
  });
});

describe('an id that nothing can have', () => {
  it('names nothing, on every route for operators', async () => {
    const named = guardedRoutes(declaredRoutes(gateway.service.app)).filter(({ kind, path }) => kind === 'ops' && path.includes('/:id'));
    const headers = { ...(await gateway.authorization('acme-ops')), 'content-type': 'application/json' };
    const answers = await Promise.all(named.map(async (route) => {
      const body = route.method === 'POST' ? '{"reason":"because"}' : undefined;
      return [route.name, ...problemOf(await gateway.raw(route.method, route.path.replace(':id', 'x'.repeat(101)), headers, body))];
    }));
    expect(answers).toEqual(named.map(({ name }) => [name, ...problem(404, 'not_found')]));
    expect(named.length).toBeGreaterThan(10);
  });
});

describe('the list of withdrawals', () => {
  it('comes in pages', async () => {
    expect((await get('withdrawals?limit=1')).body).toMatchObject({ data: [{ id: 'w2' }], nextCursor: 'w2' });
    expect((await get('withdrawals?limit=1&cursor=w2')).body).toEqual({ data: [shown('w1')], nextCursor: null });
  });

  it('is narrowed by every filter there is', async () => {
    await get('withdrawals?dialect=braid&phase=delivering&hold=approval&stuck=true&createdFrom=2026-01-01T00:00:00%2B01:00&createdTo=2026-02-01T00:00:00Z&text=cus_1&tenant=acme');
    expect(lastFilter()).toEqual({
      limit: 50, dialect: 'braid', phase: 'delivering', hold: 'approval', stuck: true, createdFrom: '2025-12-31T23:00:00.000Z', createdTo: '2026-02-01T00:00:00.000Z', text: 'cus_1',
    });
  });

  it('is not looked through for what no withdrawal can hold', async () => {
    for (const text of ['%00', 'a%00b', '%0A', '%20']) expect(problemOf(await get(`withdrawals?text=${text}`))).toEqual(problem(400, 'invalid_request'));
  });

  it('holds no other tenant’s, whoever is asked for', async () => {
    expect((await get('withdrawals?tenant=globex')).body).toEqual({ data: [], nextCursor: null });
    expect((await get('withdrawals', 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=', 'cursor=unknown', 'dialect=moon', 'phase=paid', 'hold=yes', 'stuck=1', 'createdFrom=yesterday', 'createdTo=2026-01-01', 'text=', 'text=%20'])('is refused with %s', async (query) => {
    expect(problemOf(await get(`withdrawals?${query}`))).toEqual(problem(400, 'invalid_request'));
  });
});

describe('the list as CSV', () => {
  const csv = (query = ''): Promise<Answer> => call('GET', `withdrawals${query}`, 'acme-ops', undefined, { accept: 'text/csv' });

  it('is a table of the same page, in which nothing can be run', async () => {
    const { status, headers, text } = await csv('?limit=1');
    expect([status, headers.get('content-type'), headers.get('next-cursor')]).toEqual([200, 'text/csv; charset=utf-8; header=present', 'w2']);
    const [header, row, ...rest] = text.split('\r\n');
    expect(header).toBe('id,tenantId,dialect,dialectId,phase,hold,version,currency,amount,delivered,fee,reference,traceId,createdAt,updatedAt,endedAt');
    expect(row).toBe(`w2,acme,braid,w2,delivering,approval,4,USDC,1.500000,0.000000,0.000000,"'=HYPERLINK(""x"")",0af7651916cd43dd8448eb211c80319c,${AT},${LATER},`);
    expect(rest).toEqual(['']);
  });

  it('is refused in problem details when its shape is wrong', async () => {
    expect(problemOf(await csv('?phase=paid'))).toEqual(problem(400, 'invalid_request'));
  });
});

describe('what is stuck', () => {
  it('is every step that takes longer than promised, and no other', async () => {
    expect((await get('stuck?limit=1')).body).toEqual({
      data: [{ id: 'w2', tenantId: 'acme', dialect: 'braid', dialectId: 'w2', phase: 'delivering', hold: 'approval', step: 'awaitingApproval', legId: 'p1', since: AT, promise: 'PT10M', overdueSince: LATER }],
      nextCursor: 'w2',
    });
    expect(lastFilter()).toEqual({ limit: 1, stuck: true });
  });

  it('of another tenant is not seen', async () => {
    expect((await get('stuck', 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
  });

  it.each(['limit=0', 'cursor='])('is refused with %s', async (query) => {
    expect(problemOf(await get(`stuck?${query}`))).toEqual(problem(400, 'invalid_request'));
  });
});

describe('an operator’s action', () => {
  const act = (action: string, body: unknown = { reason: 'The customer called.' }, caller: Caller = 'acme-ops', id = 'w1'): Promise<Answer> => call('POST', `withdrawals/${id}/actions/${action}`, caller, body);

  it.each(['retry-step', 'cancel'])('is carried out with its reason: %s', async (action) => {
    expect((await act(action)).body).toEqual(shown('w1'));
    expect(gateway.fake.received(operateWithdrawal).at(-1)?.body).toEqual({ id: 'w1', action, actionId: expect.any(String), reason: 'The customer called.' });
  });

  it('that is not possible in this state is a conflict', async () => {
    expect(problemOf(await act('fail'))).toEqual(problem(409, 'invalid_status'));
  });

  it.each([['without a reason', {}], ['with an empty one', { reason: ' ' }], ['with one that is no text', { reason: 1 }]])('%s is refused', async (_, body) => {
    expect(problemOf(await act('cancel', body))).toEqual(problem(400, 'invalid_request'));
  });

  it('on nobody’s or another tenant’s withdrawal finds nothing', async () => {
    expect(problemOf(await act('cancel', undefined, 'acme-ops', 'wth-unknown'))).toEqual(problem(404, 'not_found'));
    expect(problemOf(await act('cancel', undefined, 'globex-ops'))).toEqual(problem(404, 'not_found'));
  });

  it('that there is not has no path', async () => {
    expect(problemOf(await act('explode'))).toEqual(problem(404, 'unknown_path'));
  });
});

describe('whoever may not', () => {
  it.each(['withdrawals', 'withdrawals/w1', 'stuck'])('read sees nothing of %s', async (path) => {
    expect(problemOf(await get(path, 'nobody'))).toEqual(problem(401, 'unauthenticated'));
    expect(problemOf(await (await callWithScope(gateway, 'ops:write'))('GET', path))).toEqual(problem(403, 'insufficient_scope'));
  });

  it.each(['retry-step', 'fail', 'cancel'])('write does nothing: %s', async (action) => {
    const before = gateway.fake.received(operateWithdrawal).length;
    expect(problemOf(await (await callWithScope(gateway, 'ops:read'))('POST', `withdrawals/w1/actions/${action}`))).toEqual(problem(403, 'insufficient_scope'));
    expect(gateway.fake.received(operateWithdrawal).length).toBe(before);
  });
});
