import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import { operateWithdrawal } from '@sluice/contract-intake';
import { appendAuditRecord, takeAuditRecords, type AuditRecord } from '@sluice/contract-operations';
import { DomainError } from '@sluice/kernel';
import type { Model } from 'mongoose';
import { AuditLog } from '../src/audit/audit-log.repository.js';
import { Services } from '../src/services/services.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, problem, problemOf } from './ops-fixtures.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  gateway.fake.on(operateWithdrawal, ({ body }) => {
    throw body.action === 'fail' ? new Error('The service broke.') : new DomainError('invalid_status', 'Nothing allows this.');
  });
});
beforeEach(() => gateway.world.audit.clear());
afterAll(() => gateway.stop());

const call = (method: string, path: string, body?: unknown, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, method, `/ops/v1/${path}`, body);
const audit = async (query = '', caller: Caller = 'acme-ops'): Promise<AuditRecord[]> => (await call('GET', `audit${query}`, undefined, caller)).body['data'] as AuditRecord[];
const verification = async (caller: Caller = 'acme-ops'): Promise<Record<string, unknown>> => (await call('GET', 'audit/verification', undefined, caller)).body;
const pace = (): Promise<Answer> => call('PUT', 'sandbox', { pace: 'instant' });

describe('what an operator does', () => {
  it('is recorded before it is done, and with its outcome after', async () => {
    await call('POST', 'withdrawals/wth_1/actions/cancel', { reason: ' The customer called. ' });
    const [outcome, intent, ...others] = await audit();
    const same = { tenantId: 'acme', action: 'POST withdrawals/:id/actions/cancel', who: 'acme-ops', reason: 'The customer called.', target: 'wth_1', actionId: intent?.actionId };
    expect(intent).toMatchObject({ ...same, sequence: 1, kind: 'intent', outcome: null });
    expect(outcome).toMatchObject({ ...same, sequence: 2, kind: 'outcome', outcome: 'refused: invalid_status' });
    expect(others).toEqual([]);
  });

  it('is recorded as done when it was done, whatever route it took', async () => {
    await pace();
    expect(await audit()).toMatchObject([{ action: 'PUT sandbox', target: 'sandbox', outcome: 'done', reason: null }, { kind: 'intent' }]);
  });

  it('is recorded as refused when its shape was wrong', async () => {
    await call('POST', 'withdrawals/wth_1/actions/cancel', {});
    expect((await audit())[0]).toMatchObject({ outcome: 'refused: invalid_request', reason: null });
  });

  it('is not recorded when it only reads, or when it may not be done', async () => {
    await call('GET', 'clock');
    await (await callWithScope(gateway, 'ops:read'))('PUT', 'sandbox');
    await call('PUT', 'sandbox', { pace: 'instant' }, 'nobody');
    expect(await audit()).toEqual([]);
  });

  it('is each tenant’s own', async () => {
    await pace();
    expect(await audit('', 'globex-ops')).toEqual([]);
    expect(await verification('globex-ops')).toMatchObject({ ok: true, records: 0 });
  });
});

describe('the audit log', () => {
  it('comes in pages, newest first, and by what was acted on', async () => {
    await pace();
    await call('POST', 'withdrawals/wth_7/actions/cancel', { reason: 'Because.' });
    expect((await audit()).map(({ sequence }) => sequence)).toEqual([4, 3, 2, 1]);
    const first = await call('GET', 'audit?limit=3');
    expect(first.body['nextCursor']).toBe('2');
    expect((await audit('?limit=3&cursor=2')).map(({ sequence }) => sequence)).toEqual([1]);
    expect((await audit('?target=wth_7')).map(({ target }) => target)).toEqual(['wth_7', 'wth_7']);
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'cursor=0', 'cursor=-1', 'target='])('is not listed with %s', async (query) => {
    expect(problemOf(await call('GET', `audit?${query}`))).toEqual(problem(400, 'invalid_request'));
  });

  it.each(['audit', 'audit/verification'])('is not shown to whoever may not read: %s', async (path) => {
    expect(problemOf(await call('GET', path, undefined, 'nobody'))).toEqual(problem(401, 'unauthenticated'));
    expect(problemOf(await (await callWithScope(gateway, 'ops:write'))('GET', path))).toEqual(problem(403, 'insufficient_scope'));
  });

  it.each(['POST', 'PUT', 'DELETE'])('cannot be changed by %s', async (method) => {
    expect([404, 405]).toContain((await call(method, 'audit', {})).status);
  });
});

describe('what an older release recorded in the gateway’s own database', () => {
  const chain = (tenantId: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index): AuditRecord & { _id: string } => {
    const sequence = from + index;
    const hash = String(sequence % 10).repeat(64);
    return { _id: `${tenantId}/${sequence}`, tenantId, sequence, kind: 'outcome', actionId: `a${sequence}`, action: 'PUT sandbox', who: 'acme-ops', reason: null, target: 'sandbox', at: '2026-01-15T10:30:00.000Z', outcome: 'done', previousHash: hash, hash };
  });
  const recorded = async (tenantId: string, from: number, to: number): Promise<void> => {
    const { app } = gateway.service;
    const records = chain(tenantId, from, to);
    await app.get<Model<AuditRecord>>(getModelToken('audit_records')).collection.insertMany(records as never[]);
    await app.get<Model<AuditRecord>>(getModelToken('audit_ends')).collection.updateOne({ _id: tenantId as never }, { $set: { sequence: to, hash: records.at(-1)?.hash } }, { upsert: true });
  };
  /** As the gateway has it after a start. */
  const started = (): AuditLog => {
    const { app } = gateway.service;
    return new AuditLog(app.get(Services), app.get(getModelToken('audit_records')), app.get(getModelToken('audit_ends')));
  };
  const taken = (tenantId: string) => gateway.fake.received(takeAuditRecords).filter((received) => received.tenantId === tenantId).map(({ body }) => body);
  const entry = { kind: 'intent' as const, actionId: 'new', action: 'POST x', who: 'acme-ops', reason: null, target: 'x', at: '2026-01-15T10:31:00.000Z', outcome: null };

  it('is handed over as it was, in its order, before anything new is recorded, and once', async () => {
    await recorded('older', 1, 501);
    const log = started();
    await Promise.all([log.append('older', entry), log.list('older', { limit: 1 })]);
    expect(taken('older').map(({ records, end }) => [records.length, end])).toEqual([[500, null], [1, { sequence: 501, hash: '1'.repeat(64) }]]);
    expect(taken('older').flatMap(({ records }) => records)).toEqual(chain('older', 1, 501).map(({ _id, tenantId: _tenantId, ...record }) => record));
    expect(gateway.world.audit.of('older').map(({ actionId }) => actionId).slice(-2)).toEqual(['a501', 'new']);
    await started().whole('older');
    expect(taken('older')).toHaveLength(2);
  });

  it('is handed over at a later start when it was recorded while this release was running', async () => {
    await recorded('rolling', 1, 2);
    await started().whole('rolling');
    await recorded('rolling', 3, 3);
    await started().whole('rolling');
    expect(taken('rolling').map(({ records }) => records.map(({ sequence }) => sequence))).toEqual([[1, 2], [3]]);
  });

  it('says where it ends also when its last records are gone', async () => {
    await recorded('cut', 1, 4);
    await gateway.service.app.get<Model<AuditRecord>>(getModelToken('audit_records')).collection.deleteMany({ tenantId: 'cut', sequence: { $gt: 2 } });
    await started().whole('cut');
    expect(taken('cut').map(({ records, end }) => [records.length, end?.sequence])).toEqual([[2, 4]]);
  });

  it('keeps anything new from being recorded as long as it cannot be handed over, and is tried again', async () => {
    await recorded('away', 1, 1);
    const log = started();
    await expect(gateway.fake.whileRefused(takeAuditRecords, new DomainError('invalid_request', 'Not now.'), () => log.append('away', entry))).rejects.toThrow('Not now.');
    expect(gateway.world.audit.of('away')).toEqual([]);
    await log.append('away', entry);
    expect(gateway.world.audit.of('away').map(({ actionId }) => actionId)).toEqual(['a1', 'new']);
  });
});

describe('an action that cannot be recorded', () => {
  it('is not done', async () => {
    const before = gateway.fake.received(operateWithdrawal).length;
    gateway.fake.on(appendAuditRecord, () => {
      throw new Error('The database is away.');
    });
    const { status } = await call('POST', 'withdrawals/wth_1/actions/cancel', { reason: 'Because.' });
    gateway.world.audit.listen(gateway.fake);
    expect(status).toBeGreaterThanOrEqual(500);
    expect(gateway.fake.received(operateWithdrawal).length).toBe(before);
  });
});
