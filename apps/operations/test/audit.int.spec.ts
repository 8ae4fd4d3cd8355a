import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import { startTestService, type TestService } from '@sluice/builders';
import { appendAuditRecord, listAuditRecords, takeAuditRecords, verifyAuditLog, type AuditEntry, type AuditRecord } from '@sluice/contract-operations';
import type { ReplyOf } from '@sluice/contract-kit';
import type { Model } from 'mongoose';
import { AuditLog, type AuditDocument, type AuditEndDocument } from '../src/audit/audit-log.repository.js';
import { chained } from '../src/audit/audit-record.js';
import { OperationsModule } from '../src/operations.module.js';
import { FakeGatewayModule } from './fake-gateway.js';

let operations: TestService;
let gateway: TestService;
let records: Model<AuditDocument>;
let ends: Model<AuditEndDocument>;
beforeAll(async () => {
  operations = await startTestService({ module: OperationsModule, service: 'operations', hear: false });
  gateway = await startTestService({ module: FakeGatewayModule, service: 'gateway', namespace: operations.namespace, hear: false });
  records = operations.app.get(getModelToken('audit_records'));
  ends = operations.app.get(getModelToken('audit_ends'));
});
afterAll(() => Promise.all([operations.stop(), gateway.stop()]));
beforeEach(async () => {
  await records.deleteMany({});
  await ends.deleteMany({});
});

const entry = (actionId: string, kind: AuditEntry['kind'] = 'intent', target = 'wth_1'): AuditEntry => ({
  kind, actionId, action: 'POST withdrawals/:id/actions/fail', who: 'acme-ops', reason: 'Asked for.', target, at: '2026-01-15T10:30:00.000Z', outcome: kind === 'intent' ? null : 'done',
});
const append = (given: AuditEntry, tenantId = 'acme') => gateway.requests.request(appendAuditRecord, given, { tenantId });
const list = (query: { limit?: number; before?: number; target?: string } = {}, tenantId = 'acme'): Promise<ReplyOf<typeof listAuditRecords>> => gateway.requests.request(listAuditRecords, { limit: 50, ...query }, { tenantId });
const verification = (tenantId = 'acme') => gateway.requests.request(verifyAuditLog, {}, { tenantId });
const sequences = async (...of: Parameters<typeof list>): Promise<number[]> => (await list(...of)).records.map(({ sequence }) => sequence);

/** Two actions, each with its outcome. */
async function twoActions(): Promise<void> {
  for (const actionId of ['a', 'b']) for (const kind of ['intent', 'outcome'] as const) await append(entry(actionId, kind));
}

describe('a record that is appended', () => {
  it('is chained to the one before it', async () => {
    await twoActions();
    const [last, before] = (await list()).records;
    expect(last).toMatchObject({ ...entry('b', 'outcome'), tenantId: 'acme', sequence: 4, previousHash: before?.hash });
    expect(await verification()).toMatchObject({ ok: true, records: 4, lastHash: last?.hash, breach: null, open: [] });
  });

  it('is there once, and replied to alike, when it is requested again', async () => {
    const first = await append(entry('a'));
    await append(entry('b'));
    expect(await append(entry('a'))).toEqual(first);
    expect(await sequences()).toEqual([2, 1]);
  });

  it('is each tenant’s own', async () => {
    await append(entry('a'));
    expect(await sequences({}, 'globex')).toEqual([]);
    expect(await verification('globex')).toMatchObject({ ok: true, records: 0 });
  });

  it('is in the chain once also when many are appended at the same time through two instances', async () => {
    const other = new AuditLog(records, ends);
    const written = await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? other : operations.app.get(AuditLog)).append('acme', entry(`a${index}`))));
    expect(new Set(written.map(({ sequence }) => sequence)).size).toBe(60);
    const found = await verification();
    expect([found.ok, found.records, found.open.length]).toEqual([true, 60, 60]);
  });
});

describe('the log', () => {
  it('comes in pages, newest first, and by what was acted on', async () => {
    await twoActions();
    await append(entry('c', 'intent', 'wth_7'));
    expect(await list({ limit: 3 })).toMatchObject({ records: [{ sequence: 5 }, { sequence: 4 }, { sequence: 3 }], hasMore: true });
    expect(await list({ limit: 3, before: 3 })).toMatchObject({ records: [{ sequence: 2 }, { sequence: 1 }], hasMore: false });
    expect(await sequences({ target: 'wth_7' })).toEqual([5]);
  });

  it.each([
    ['changed', () => records.updateOne({ sequence: 2 }, { $set: { reason: 'Other.' } }), 'record 2 was changed'],
    ['removed', () => records.deleteOne({ sequence: 2 }), 'record 2 is missing; 3 was found in its place'],
    ['cut off at the end', () => records.deleteMany({ sequence: { $gt: 2 } }), 'records 3 to 4 are missing'],
    ['emptied', () => records.deleteMany({}), 'records 1 to 4 are missing'],
  ])('is found out when it was %s', async (_, tamper, breach) => {
    await twoActions();
    await tamper();
    expect(await verification()).toMatchObject({ ok: false, breach });
  });

  it('is found out when two records changed places', async () => {
    await twoActions();
    for (const [from = 0, to = 0] of [[2, 99], [3, 2], [99, 3]]) await records.updateOne({ sequence: from }, { $set: { sequence: to } });
    expect(await verification()).toMatchObject({ ok: false, breach: 'record 2 was changed' });
  });
});

describe('records that the gateway has kept', () => {
  /** The older chain of a tenant, as the gateway has it. */
  const chain = (...entries: readonly AuditEntry[]): AuditRecord[] => entries.reduce<AuditRecord[]>((made, each) => [...made, chained('acme', each, made.at(-1) ?? null)], []);
  const four = chain(entry('o1'), entry('o1', 'outcome'), entry('o2'), entry('o2', 'outcome'));
  const take = (given: readonly AuditRecord[], end = four.at(-1)) => gateway.requests.request(takeAuditRecords, { records: given.map(({ tenantId: _, ...record }) => record), end: end ? { sequence: end.sequence, hash: end.hash } : null }, { tenantId: 'acme' });

  it('stay as they were, and the chain goes on behind them', async () => {
    await take(four.slice(0, 2), undefined);
    await take(four.slice(2));
    await append(entry('a'));
    const [added, ...older] = (await list()).records;
    expect(older.toReversed()).toEqual(four);
    expect(added).toMatchObject({ sequence: 5, previousHash: four[3]?.hash });
    expect(await verification()).toMatchObject({ ok: true, records: 5, open: ['a'] });
  });

  it('are taken once, however often and by however many instances they are handed over', async () => {
    await Promise.all([take(four), take(four), new AuditLog(records, ends).take('acme', four, null)]);
    await append(entry('a'));
    await take(four);
    expect(await sequences()).toEqual([5, 4, 3, 2, 1]);
    expect(await verification()).toMatchObject({ ok: true, records: 5 });
  });

  it('are appended as new when they were recorded there after the chain had gone on here', async () => {
    await take(four);
    await append(entry('a'));
    await take(chain(...four, entry('late'), entry('late', 'outcome')).slice(4));
    expect((await list()).records.slice(0, 3).map(({ sequence, actionId }) => [sequence, actionId])).toEqual([[7, 'late'], [6, 'late'], [5, 'a']]);
    expect(await verification()).toMatchObject({ ok: true, records: 7, open: ['a'] });
  });

  it.each([
    ['changed', four.map((record) => (record.sequence === 2 ? { ...record, reason: 'Other.' } : record)), 'record 2 was changed'],
    ['chained to another', four.map((record) => (record.sequence === 2 ? { ...record, previousHash: 'f'.repeat(64) } : record)), 'record 2 was changed'],
    ['removed', four.filter(({ sequence }) => sequence !== 2), 'record 2 is missing; 3 was found in its place'],
    ['cut off at the end', four.slice(0, 2), 'records 3 to 4 are missing'],
    ['emptied', [], 'records 1 to 4 are missing'],
  ])('are found out when they were %s there', async (_, given, breach) => {
    await take(given);
    expect(await verification()).toMatchObject({ ok: false, breach });
  });
});
