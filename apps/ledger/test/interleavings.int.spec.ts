import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { trialBalance } from '@sluice/contract-ledger';
import { TenantSettings } from '@sluice/persistence';
import fc from 'fast-check';
import { Accounts } from '../src/accounts/account.js';
import { Book } from '../src/accounts/book.js';
import { PendingEntries } from '../src/accounts/pending-entries.js';
import { ClosedHolds } from '../src/holds/hold.js';
import { Journal } from '../src/journal/entry.js';
import { startTwoLedgers, stopLedgers } from './bank.js';
import { ACCOUNT, carryOut, messageOf, openAccountIn, orders, type Order } from './orders.js';
import { assertInvariants, World } from './world.js';

let ledgers: TestService[] = [];
beforeAll(async () => {
  ledgers = await startTwoLedgers();
});
afterAll(() => stopLedgers(ledgers));

class Crash extends Error {}

/** The same port, whose caller dies instead of making the n-th call. */
function dying<T extends object>(port: T, countdown: { left: number }): T {
  return new Proxy(port, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (countdown.left-- <= 0) throw new Crash(String(name));
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}

function dyingBook({ app }: TestService, calls: number): Book {
  const countdown = { left: calls };
  const accounts = app.get(Accounts);
  const [journal, closedHolds] = [dying(app.get(Journal), countdown), dying(app.get(ClosedHolds), countdown)];
  return new Book(accounts, journal, closedHolds, new PendingEntries(accounts, journal, closedHolds), app.get(TenantSettings));
}

/** The stored account, its entries and its holds' ends, for the same checks as without a database. */
async function worldOf({ app }: TestService, tenantId: string): Promise<World> {
  const world = new World();
  const account = await app.get(Accounts).find(tenantId, ACCOUNT);
  if (account === null) throw new Error('The account is gone.');
  world.write(ACCOUNT, 0, account);
  for (const entry of (await app.get(Journal).page(tenantId, { limit: 1_000 })).entries) world.entries.set(entry.id, entry);
  for (const holdId of ['h1', 'h2']) {
    const closed = await app.get(ClosedHolds).find({ tenantId, accountId: ACCOUNT, holdId });
    if (closed !== null) world.closedHolds.set(JSON.stringify([tenantId, ACCOUNT, holdId]), closed);
  }
  return world;
}

const firstDeposit: Order = { verb: 'deposit', id: 'm3', amount: 120 };
const deliveries = fc.array(fc.record({ order: orders, deaths: fc.array(fc.nat(3), { maxLength: 2 }) }), { minLength: 5, maxLength: 15, size: 'max' });

async function deliver(order: Order, deaths: readonly number[], tenantId: string): Promise<void> {
  for (const [index, calls] of deaths.entries()) {
    const ledger = ledgers[index % 2];
    if (ledger !== undefined) await carryOut(dyingBook(ledger, calls), order, tenantId).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
  }
  await Promise.all(ledgers.map(({ app }) => carryOut(app.get(Book), order, tenantId)));
}

describe('two processes that race for one account in a real database, die anywhere and are given everything twice', () => {
  it('keep every invariant and book every deposit and return once', async () => {
    const [ledger] = ledgers;
    if (ledger === undefined) throw new Error('No ledger was started.');
    let run = 0;
    await fc.assert(
      fc.asyncProperty(deliveries, async (work) => {
        const tenantId = `run-${(run += 1)}`;
        await openAccountIn(ledger.app.get(Book), tenantId);
        await carryOut(ledger.app.get(Book), firstDeposit, tenantId);
        await Promise.all(work.map(({ order, deaths }) => deliver(order, deaths, tenantId)));
        assertInvariants(await worldOf(ledger, tenantId));
        await ledger.app.get(Book).handleDue(messageOf('settle', {}, tenantId), ACCOUNT);
        const settled = await worldOf(ledger, tenantId);
        assertInvariants(settled);
        const expected = new Set([firstDeposit, ...work.map(({ order }) => order)].flatMap((order) => ('id' in order ? [`${order.verb} ${order.id}`] : [])));
        const booked = [...settled.entries.values()].filter(({ kind }) => kind !== 'posting').map(({ kind, sourceId }) => `${kind} ${sourceId}`);
        expect(booked.sort()).toEqual([...expected].sort());
        expect(await ledger.requests.request(trialBalance, {}, { tenantId })).toMatchObject({ balanced: true });
      }),
      { numRuns: 15 },
    );
  });
});
