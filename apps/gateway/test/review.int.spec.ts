import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decideReferral, getLimits, reviewDocument, setLimits } from '@sluice/contract-compliance';
import { createdWithdrawal } from './bultra-fixtures.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
});
afterEach(() => gateway.world.listen(gateway.fake));
afterAll(() => gateway.stop());

const ops = (method: string, path: string, body?: unknown, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, method, `/ops/v1/${path}`, body);
const problemOf = ({ status, headers, body }: Answer): unknown[] => [status, headers.get('content-type'), body['type']];
const problem = (status: number, kind: string): unknown[] => [status, 'application/problem+json; charset=utf-8', `urn:sluice:problem:${kind}`];

/** A withdrawal by both of its ids. */
async function withdrawal(): Promise<{ id: string; dialectId: string }> {
  const dialectId = await createdWithdrawal(gateway, 'acme-bultra');
  return { dialectId, id: [...gateway.world.withdrawals.values()].find(({ view }) => view.dialectId === dialectId)?.view.id ?? '' };
}

async function uploaded(filename = 'invoice.pdf', withdrawalId = 'w1'): Promise<string> {
  const id = gateway.world.compliance.require('acme', withdrawalId);
  const form = new FormData();
  form.append('file', new Blob(['%PDF-1.7 \xff']), filename);
  await gateway.upload('acme-bultra', `/bultra/v1/documents/${id}/upload`, form);
  return id;
}

describe('the list of documents', () => {
  it('is filtered by withdrawal, under either of its ids, and by status', async () => {
    const { id, dialectId } = await withdrawal();
    const pending = gateway.world.compliance.require('acme', id);
    const done = await uploaded('invoice.pdf', id);
    for (const withdrawalId of [id, dialectId]) {
      const { status, body } = await ops('GET', `documents?withdrawalId=${withdrawalId}`);
      expect([status, body['nextCursor'], (body['data'] as { id: string }[]).map((row) => row.id)]).toEqual([200, null, [pending, done]]);
    }
    const { body } = await ops('GET', `documents?withdrawalId=${id}&status=UPLOADED`);
    expect(body['data']).toEqual([expect.objectContaining({ id: done, withdrawalId: id, filename: 'invoice.pdf', status: 'UPLOADED', awaited: true, stage: 'up-front' })]);
  });

  it('is cut into pages', async () => {
    for (let count = 0; count < 3; count += 1) gateway.world.compliance.require('acme', 'paged');
    const first = await ops('GET', 'documents?withdrawalId=paged&limit=2');
    const second = await ops('GET', `documents?withdrawalId=paged&limit=2&cursor=${String(first.body['nextCursor'])}`);
    expect([first, second].map(({ body }) => (body['data'] as unknown[]).length)).toEqual([2, 1]);
    expect(second.body['nextCursor']).toBeNull();
  });

  it('holds nothing of another tenant or an unknown withdrawal', async () => {
    const { dialectId } = await withdrawal();
    expect((await ops('GET', 'documents', undefined, 'globex-ops')).body['data']).toEqual([]);
    for (const id of ['wth_404', 'nothing', dialectId]) expect((await ops('GET', `documents?withdrawalId=${id}`, undefined, 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'status=DONE', 'cursor=doc_req_404', 'cursor='])('refuses %s', async (query) => {
    expect(problemOf(await ops('GET', `documents?${query}`))).toEqual(problem(400, 'invalid_request'));
  });
});

describe('a document', () => {
  it('is shown to its reviewer as what it is', async () => {
    const id = await uploaded('Rechnung "März" 50%.pdf');
    const { status, headers, text } = await ops('GET', `documents/${id}/content`);
    expect([status, headers.get('content-type'), headers.get('x-content-type-options'), text]).toEqual([200, 'application/pdf', 'nosniff', '%PDF-1.7 \xff']);
    expect(headers.get('content-disposition')).toBe(`inline; filename="Rechnung _M_rz_ 50_.pdf"; filename*=UTF-8''Rechnung%20%22M%C3%A4rz%22%2050%25.pdf`);
  });

  it.each([['accept', 'ACCEPTED'], ['reject', 'REJECTED']])('can be told to %s, with a reason or without', async (verb, status) => {
    const id = await uploaded();
    const answer = await ops('POST', `documents/${id}/${verb}`, { reason: ' Too dark. ' });
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ id, status, reason: 'Too dark.' })]);
    expect((await ops('POST', `documents/${await uploaded()}/${verb}`)).status).toBe(200);
    expect(gateway.fake.received(reviewDocument).at(-1)?.body).not.toHaveProperty('reason');
  });

  it.each([{ reason: '' }, { reason: '  ' }, { reason: 5 }, { reason: 'x'.repeat(1_001) }])('is not decided for %j', async (body) => {
    const id = await uploaded();
    expect(problemOf(await ops('POST', `documents/${id}/reject`, body))).toEqual(problem(400, 'invalid_request'));
    expect(gateway.world.compliance.documents.get(id)?.row.status).toBe('UPLOADED');
  });

  it('that was not uploaded can be neither shown nor decided', async () => {
    const id = gateway.world.compliance.require('acme', 'w1');
    for (const [method, what] of [['GET', 'content'], ['POST', 'accept'], ['POST', 'reject']] as const) {
      expect(problemOf(await ops(method, `documents/${id}/${what}`))).toEqual(problem(409, 'invalid_status'));
    }
  });

  it('of another tenant is not there', async () => {
    const id = await uploaded();
    for (const [method, what] of [['GET', 'content'], ['POST', 'accept'], ['POST', 'reject']] as const) {
      expect(problemOf(await ops(method, `documents/${id}/${what}`, undefined, 'globex-ops'))).toEqual(problem(404, 'not_found'));
    }
  });

  it('is for operators only', async () => {
    const id = await uploaded();
    for (const caller of ['nobody', 'acme-bultra'] as const) {
      for (const [method, what] of [['GET', 'content'], ['POST', 'accept']] as const) expect((await ops(method, `documents/${id}/${what}`, undefined, caller)).status).toBe(401);
    }
  });

  it('whose bytes are gone is no empty file', async () => {
    const id = await uploaded();
    const found = gateway.world.compliance.documents.get(id);
    if (found) found.documentKey = 'acme/00000000-0000-0000-0000-000000000000';
    expect(problemOf(await ops('GET', `documents/${id}/content`))).toEqual(problem(503, 'unavailable'));
  });
});

describe('a withdrawal with a possible hit on a list', () => {
  it.each(['clear', 'refuse'] as const)('is listed until an operator says to %s it', async (decision) => {
    const { id, dialectId } = await withdrawal();
    gateway.world.compliance.refer('acme', id);
    expect((await ops('GET', 'referrals')).body['data']).toEqual([expect.objectContaining({ withdrawalId: id, stage: 'in-review' })]);
    const answer = await ops('POST', `withdrawals/${dialectId}/actions/${decision}`, { reason: 'Another person.' });
    expect([answer.status, answer.body]).toEqual([200, { withdrawalId: id, stage: 'in-review', decision, reason: 'Another person.' }]);
    expect((await ops('GET', 'referrals')).body['data']).toEqual([]);
    expect(problemOf(await ops('POST', `withdrawals/${id}/actions/${decision}`, { reason: 'Again.' }))).toEqual(problem(409, 'invalid_status'));
  });

  it('is not decided without a reason, or by another tenant', async () => {
    const { id, dialectId } = await withdrawal();
    gateway.world.compliance.refer('acme', id);
    for (const body of [undefined, {}, { reason: '' }]) expect(problemOf(await ops('POST', `withdrawals/${id}/actions/clear`, body))).toEqual(problem(400, 'invalid_request'));
    expect((await ops('GET', 'referrals', undefined, 'globex-ops')).body['data']).toEqual([]);
    for (const named of [id, dialectId]) expect(problemOf(await ops('POST', `withdrawals/${named}/actions/clear`, { reason: 'x' }, 'globex-ops'))).toEqual(problem(404, 'not_found'));
    expect(gateway.fake.received(decideReferral).filter(({ body }) => body.withdrawalId === id)).toEqual([]);
  });
});

describe('a name that is like one on a list', () => {
  const hits = [{ name: 'Ada Example', listed: 'Ada Example', list: 'invented', listedId: 'SLX-099', score: 1 }];
  const payee = (subjectId: string, listedAt: string) => ({ subjectId, name: 'Ada Example', listVersion: '2', hits, listedAt });

  it('is shown to the operators of its tenant, longest known first', async () => {
    const [early, late] = [payee('cpty_1', '2026-01-01T00:00:00.000Z'), payee('cpty_2', '2026-12-01T00:00:00.000Z')];
    gateway.world.compliance.listedNames.set('acme', [late, early]);
    expect((await ops('GET', 'listed-names')).body).toEqual({ data: [early, late], nextCursor: null });
    expect((await ops('GET', 'listed-names', undefined, 'globex-ops')).body['data']).toEqual([]);
  });

  it('is no withdrawal to decide on', async () => {
    gateway.world.compliance.listedNames.set('acme', [payee('cpty_1', '2026-01-01T00:00:00.000Z')]);
    expect(problemOf(await ops('POST', 'withdrawals/cpty_1/actions/clear', { reason: 'x' }))).toEqual(problem(404, 'not_found'));
  });
});

describe('the limits of a tenant', () => {
  const limit = { scope: 'account', currency: 'USD', perWithdrawal: '1000.00', perDay: '2500.00', per30Days: null, countPerDay: 3 };

  it('are read and set as a whole, each tenant its own', async () => {
    expect((await ops('GET', 'limits')).body).toEqual({ data: [], nextCursor: null });
    const set = await ops('PUT', 'limits', { limits: [limit] });
    expect([set.status, set.body]).toEqual([200, { data: [limit], nextCursor: null }]);
    expect((await ops('PUT', 'limits', { limits: [{ scope: 'tenant', currency: 'EUR' }] })).body).toEqual({
      data: [{ scope: 'tenant', currency: 'EUR', perWithdrawal: null, perDay: null, per30Days: null, countPerDay: null }], nextCursor: null,
    });
    expect(gateway.fake.received(setLimits).map(({ body }) => body.revision)).toEqual([1, 2]);
    expect((await ops('GET', 'limits', undefined, 'globex-ops')).body).toEqual({ data: [], nextCursor: null });
  });

  it('set by two at once end as one of them said, and neither is told otherwise', async () => {
    const wanted = ['1.00', '2.00', '3.00'].map((perDay) => [{ ...limit, perDay }]);
    const answers = await Promise.all(wanted.map((limits) => ops('PUT', 'limits', { limits })));
    expect(answers.map(({ status, body }) => [status, body['data']])).toEqual(wanted.map((limits) => [200, limits]));
    expect(wanted).toContainEqual((await ops('GET', 'limits')).body['data']);
  });

  it('that are changed all the time are not said to be set', async () => {
    gateway.fake.on(getLimits, () => ({ limits: [], revision: 1 }));
    gateway.fake.on(setLimits, ({ body }) => ({ limits: [], revision: body.revision }));
    expect(problemOf(await ops('PUT', 'limits', { limits: [limit] }))).toEqual(problem(409, 'invalid_status'));
  });

  it.each([
    [{}, 'limits'], [{ limits: {} }, 'limits'], [{ limits: [{ ...limit, scope: 'moon' }] }, 'limits.0.scope'], [{ limits: [{ ...limit, currency: 'GOLD' }] }, 'limits.0.currency'],
    [{ limits: [{ ...limit, perDay: 5 }] }, 'limits.0.perDay'], [{ limits: [{ ...limit, perDay: '-1' }] }, 'limits.0.perDay'], [{ limits: [{ ...limit, countPerDay: 1.5 }] }, 'limits.0.countPerDay'],
  ])('are not set to %j', async (body, field) => {
    const answer = await ops('PUT', 'limits', body);
    expect([answer.status, (answer.body['errors'] as { field: string }[]).map((error) => error.field)]).toEqual([400, [field]]);
  });
});
