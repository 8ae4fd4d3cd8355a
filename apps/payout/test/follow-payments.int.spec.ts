import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monitoredUri, readsOf, type TestService } from '@sluice/builders';
import { checkPayments } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import { Deliveries, deliveries } from '../src/bank-payments/deliveries.repository.js';
import type { BankLeg } from '../src/bank-payments/bank-leg.js';
import { BankStatement, type Statement, type StatementLine } from '../src/providers/bank.js';
import { World } from './world.js';

/** A bank's books, with how many of their lines were read. */
class Books extends BankStatement {
  private changes: StatementLine[] = [];
  linesRead = 0;

  put(...lines: StatementLine[]): void {
    this.changes.push(...lines);
  }

  /** As the books were before their last changes. */
  takeBack(count: number): void {
    this.changes = this.changes.slice(0, this.changes.length - count);
  }

  override read(_tenantId: string, after: number): Promise<Statement> {
    const lines = [...new Map(this.changes.slice(after).map((line) => [line.key, line])).values()];
    this.linesRead += lines.length;
    return Promise.resolve({ lines, position: this.changes.length });
  }
}

let books = new Books();
let world: World;
let service: TestService;
beforeAll(async () => {
  world = await World.start();
  service = await world.payout({ mongodbUri: monitoredUri(), overrides: () => [[BankStatement, { read: (tenantId: string, after: number) => books.read(tenantId, after) }]] });
});
afterAll(async () => {
  await service.stop();
  await world.stop();
});

interface Stored { _id: string; tenantId: string }
const stored = () => service.app.get(Deliveries).model.db.collection<Stored>('deliveries');
const check = async (tenantId: string, full = false): Promise<string[]> =>
  (await service.requests.request(checkPayments, { full }, { tenantId })).findings.map(({ invariant, text }) => `${invariant}: ${text}`);

const amount = { currency: 'USD' as const, units: '2500' };
const legOf = (id: string, status: BankLeg['status'] = 'delivered'): BankLeg => ({ legId: id, attempt: 1, amount, key: `key-${id}`, paymentId: id, status, failedAttempts: 0, recalling: false, appliedReports: [], returns: [] });
const lineOf = (id: string, more: Partial<StatementLine> = {}): StatementLine => ({ key: `key-${id}`, endToEndId: `${id}/1`, amount, status: 'settled', ...more });

/** Deliveries as if they had been made, which the bank has, too. */
async function paid(tenantId: string, count: number, more: object = { unchecked: true }): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await stored().insertMany(ids.map((id) => ({ _id: id, tenantId, version: 1, outbox: [], cause: {}, ...(deliveries.state.encode({ round: 1, legs: [legOf(id)], replyAddress: { replyTo: 'tester' }, createdAt: '2026-01-15T12:00:00.000Z' }) as object), ...more })));
  books.put(...ids.map((id) => lineOf(id)));
  return ids;
}

async function tenantWith(count: number): Promise<{ tenantId: string; ids: string[] }> {
  books = new Books();
  const tenantId = `t-${newId()}`;
  const ids = await paid(tenantId, count);
  expect(await check(tenantId)).toEqual([]);
  return { tenantId, ids };
}

describe('a check of payments that were found right', () => {
  it('reads as much beside 5,000 of them as beside 50, of our books and of the bank’s', async () => {
    const costs = [];
    for (const count of [50, 5_000]) {
      const { tenantId } = await tenantWith(count);
      await paid(tenantId, 3);
      books.linesRead = 0;
      const reads = readsOf(service);
      expect(await check(tenantId)).toEqual([]);
      // Timers and clearing of outboxes ask now and then, and find nothing: the exact number of commands is theirs, too.
      costs.push([reads.documents, books.linesRead, reads.commands.length < 40]);
    }
    expect(costs[1]).toEqual(costs[0]);
    expect([Number(costs[0]?.[0]) < 30, costs[0]?.[1], costs[0]?.[2]]).toEqual([true, 3, true]);
  });

  it('has an index of the unchecked alone', async () => {
    expect(await stored().indexes()).toContainEqual(expect.objectContaining({ key: { tenantId: 1, unchecked: 1, _id: 1 }, partialFilterExpression: { unchecked: { $exists: true } } }));
  });
});

describe('what has changed and is wrong', () => {
  const twice = async (tenantId: string, found: string[]): Promise<void> => {
    for (let checks = 0; checks < 2; checks += 1) expect(await check(tenantId)).toEqual(found);
  };

  it('is a payment that the bank made twice, though we know of the first long since', async () => {
    const { tenantId, ids: [id] } = await tenantWith(3);
    books.put(lineOf(id!, { key: 'another' }));
    await twice(tenantId, [`5: payment ${id}/1 at the bank: extra, expected nothing, found 25.00 USD`, `5: payment ${id}/1 at the bank: duplicate, expected 1 payment, found 2 payments`]);
  });

  it('is a payment that the bank never had, until it has it', async () => {
    const { tenantId } = await tenantWith(3);
    const [id] = await paid(tenantId, 1);
    books.takeBack(1);
    await twice(tenantId, [`5: payment ${id}/1 at the bank: missing, expected 25.00 USD, found nothing`]);
    books.put(lineOf(id!));
    await twice(tenantId, []);
  });

  it('is a payment of another amount, and one of which we know nothing', async () => {
    const { tenantId, ids: [id] } = await tenantWith(3);
    books.put(lineOf(id!, { amount: { ...amount, units: '2501' } }), lineOf('stranger'));
    const found = [`5: payment ${id}/1 at the bank: amount, expected 25.00 USD, found 25.01 USD`, '5: payment stranger/1 at the bank: extra, expected nothing, found 25.00 USD'];
    for (let checks = 0; checks < 2; checks += 1) expect((await check(tenantId)).sort()).toEqual(found.sort());
  });

  it('is not what the bank has taken and we wait for', async () => {
    const { tenantId } = await tenantWith(1);
    const [id] = await paid(tenantId, 1, { unchecked: true });
    await stored().updateOne({ _id: id! }, { $set: { 'legs.0.status': 'sent' } });
    await twice(tenantId, []);
    expect(await stored().countDocuments({ tenantId, unchecked: { $exists: true } })).toBe(1);
  });
});

describe('what was found right long ago and is wrong now', () => {
  it('is found by a comparison of everything, and reported by every check after it', async () => {
    const { tenantId, ids: [id] } = await tenantWith(3);
    await stored().updateOne({ _id: id! }, { $set: { 'legs.0.amount.units': '2499' } });
    expect(await check(tenantId)).toEqual([]);
    for (const full of [true, false, false]) expect(await check(tenantId, full)).toEqual([`5: payment ${id}/1 at the bank: amount, expected 24.99 USD, found 25.00 USD`]);
  });

  it('is a payment that the bank reports no more', async () => {
    const { tenantId, ids } = await tenantWith(3);
    books.takeBack(1);
    for (let checks = 0; checks < 2; checks += 1) expect(await check(tenantId)).toEqual([`5: payment ${ids[2]}/1 at the bank: missing, expected 25.00 USD, found nothing`]);
  });
});
