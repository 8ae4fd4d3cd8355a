import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import { operateWithdrawal } from '@sluice/contract-intake';
import { DomainError } from '@sluice/kernel';
import type { Model } from 'mongoose';
import { AuditLog, type AuditDocument, type AuditEndDocument } from '../src/audit/audit-log.repository.js';
import type { AuditRecord } from '../src/audit/audit-record.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, problem, problemOf } from './ops-fixtures.js';

let gateway: GatewayUnderTest;
let records: Model<AuditDocument>;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  records = gateway.service.app.get(getModelToken('audit_records'));
  gateway.fake.on(operateWithdrawal, ({ body }) => {
    throw body.action === 'fail' ? new Error('The service broke.') : new DomainError('invalid_status', 'Nothing allows this.');
  });
});
beforeEach(async () => {
  await records.deleteMany({});
  await gateway.service.app.get<Model<AuditEndDocument>>(getModelToken('audit_ends')).deleteMany({});
});
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
    expect(intent).toMatchObject({ ...same, sequence: 1, kind: 'intent', outcome: null, previousHash: '0'.repeat(64) });
    expect(outcome).toMatchObject({ ...same, sequence: 2, kind: 'outcome', outcome: 'refused: invalid_status', previousHash: intent?.hash });
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

describe('many at the same time', () => {
  it('are all in the chain, once, through two instances', async () => {
    const { app } = gateway.service;
    const other = new AuditLog(records, app.get(getModelToken('audit_ends')));
    const entry = (actionId: string) => ({ kind: 'intent' as const, actionId, action: 'POST x', who: 'acme-ops', reason: null, target: 'x', at: new Date().toISOString(), outcome: null });
    const written = await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? other : app.get(AuditLog)).append('acme', entry(`a${index}`))));
    expect(new Set(written.map(({ sequence }) => sequence)).size).toBe(60);
    expect(await verification()).toMatchObject({ ok: true, records: 60, breach: null });
    expect(((await verification())['open'] as string[]).length).toBe(60);
  });
});

describe('a log in the database that somebody touched', () => {
  beforeEach(async () => {
    await pace();
    await pace();
  });

  it('is verified as long as nobody did', async () => {
    expect(await verification()).toMatchObject({ ok: true, records: 4, breach: null, open: [] });
  });

  it.each([
    ['changed', () => records.updateOne({ sequence: 2 }, { $set: { reason: 'Other.' } }), 'record 2 was changed'],
    ['removed', () => records.deleteOne({ sequence: 2 }), 'record 2 is missing; 3 was found in its place'],
    ['cut off at the end', () => records.deleteMany({ sequence: { $gt: 2 } }), 'records 3 to 4 are missing'],
    ['emptied', () => records.deleteMany({}), 'records 1 to 4 are missing'],
  ])('is found out when it was %s', async (_, tamper, breach) => {
    await tamper();
    expect(await verification()).toMatchObject({ ok: false, breach });
  });

  it('is found out when two records changed places', async () => {
    await records.updateOne({ sequence: 2 }, { $set: { sequence: 99 } });
    await records.updateOne({ sequence: 3 }, { $set: { sequence: 2 } });
    await records.updateOne({ sequence: 99 }, { $set: { sequence: 3 } });
    expect(await verification()).toMatchObject({ ok: false, breach: 'record 2 was changed' });
  });
});

describe('an action that cannot be recorded', () => {
  it('is not done', async () => {
    const log = gateway.service.app.get(AuditLog);
    const append = log.append.bind(log);
    log.append = () => Promise.reject(new Error('The database is away.'));
    const before = gateway.fake.received(operateWithdrawal).length;
    const { status } = await call('POST', 'withdrawals/wth_1/actions/cancel', { reason: 'Because.' });
    log.append = append;
    expect(status).toBeGreaterThanOrEqual(500);
    expect(gateway.fake.received(operateWithdrawal).length).toBe(before);
  });
});
