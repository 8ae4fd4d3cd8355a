import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import type { TestService } from '@sluice/builders';
import { Money } from '@sluice/kernel';
import type { Model } from 'mongoose';
import { BALANCE_SNAPSHOTS, BalanceSnapshots, type BalanceSnapshot } from '../src/journal/balance-snapshots.repository.js';
import { ENTRIES, entryDocumentOf, type EntryDocument } from '../src/journal/entries.repository.js';
import { entryOf, Journal, transferOf, type Entry } from '../src/journal/entry.js';
import { systemAccountOf } from '../src/journal/system-account.js';
import { SystemAccounts } from '../src/journal/system-accounts.repository.js';
import { startTwoLedgers, stopLedgers } from './bank.js';

const DEBTOR = 'clearing:A:USD';
const CREDITOR = 'clearing:B:USD';
const LENGTH = 300;

let ledgers: TestService[] = [];
beforeAll(async () => {
  ledgers = await startTwoLedgers();
});
afterAll(() => stopLedgers(ledgers));

const ledgerOf = (turn: number): TestService => {
  const ledger = ledgers[turn % ledgers.length];
  if (ledger === undefined) throw new Error('No ledger was started.');
  return ledger;
};
const entries = () => ledgerOf(0).app.get<Model<EntryDocument>>(getModelToken(ENTRIES));
const sums = () => ledgerOf(0).app.get<Model<BalanceSnapshot>>(getModelToken(BALANCE_SNAPSHOTS));

/** The n-th entry of a tenant: one cent. */
function cent(tenantId: string, n: number): Entry {
  const lines = transferOf({ from: DEBTOR, to: CREDITOR, contra: CREDITOR, amount: Money.ofUnits('USD', 1n) });
  return entryOf({ tenantId, accountId: 'test', kind: 'deposit', sourceId: String(n) }, lines, new Date(1_700_000_000_000 + ((n * 7_919) % 1_000)));
}

const insert = (tenantId: string, n: number, turn = 0): Promise<void> => ledgerOf(turn).app.get(Journal).insert(tenantId, [cent(tenantId, n)]);
const advance = (tenantId: string, turn = 0): Promise<void> => ledgerOf(turn).app.get(BalanceSnapshots).advance(tenantId, CREDITOR);

async function balanceOf(tenantId: string, accountId = CREDITOR, turn = 0): Promise<number> {
  const account = systemAccountOf(accountId);
  if (account === null) throw new Error(`${accountId} is not there by its name.`);
  return Number((await ledgerOf(turn).app.get(SystemAccounts).balanceOf(tenantId, account))?.posted.units ?? 0n);
}

const waiting = (tenantId: string): Promise<number> => entries().countDocuments({ tenantId, notForwarded: CREDITOR });
const each = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe('entries that are inserted in no order, by two processes, while snapshots advance and are read', () => {
  it('are in every balance from when they are inserted, each once', async () => {
    const tenantId = 'racing';
    let [started, done, readings] = [0, 0, 0];
    const inserter = async (numbers: readonly number[], turn: number): Promise<void> => {
      for (const n of numbers) {
        started += 1;
        await Promise.all([insert(tenantId, n, turn), insert(tenantId, n, turn + 1)]);
        done += 1;
      }
    };
    const whileInserting = async (work: () => Promise<void>): Promise<void> => {
      while (done < LENGTH) await work();
    };
    const reader = (turn: number) => whileInserting(async () => {
      const filedBefore = done;
      const balance = await balanceOf(tenantId, CREDITOR, turn);
      expect(balance).toBeGreaterThanOrEqual(filedBefore);
      expect(balance).toBeLessThanOrEqual(started);
      readings += 1;
    });
    const inserting = each(0, 6).map((k) => inserter(each(k * 50, k * 50 + 50), k));
    await Promise.all([...inserting, whileInserting(() => advance(tenantId, 0)), whileInserting(() => advance(tenantId, 1)), reader(0), reader(1)]);
    expect([await balanceOf(tenantId), await balanceOf(tenantId, DEBTOR), readings > 5]).toEqual([LENGTH, -LENGTH, true]);
    await advance(tenantId);
    expect([await waiting(tenantId), (await sums().findOne({ tenantId, accountId: CREDITOR }))?.units]).toEqual([0, String(LENGTH)]);
  });
});

describe('entries that are marked on one account while they are read on another', () => {
  it('are each in the answer, and once', async () => {
    for (const tenantId of ['marked-1', 'marked-2', 'marked-3', 'marked-4', 'marked-5']) {
      await Promise.all(each(0, LENGTH).map((n) => entries().create([entryDocumentOf(tenantId, cent(tenantId, n))])));
      let isMarking = true;
      const ids = (await entries().find({ tenantId }, { _id: 1 }).lean()).map(({ _id }) => _id);
      const mark = async (): Promise<void> => {
        for (const from of each(0, LENGTH / 30)) await entries().updateMany({ _id: { $in: ids.slice(from * 30, from * 30 + 30) } }, { $pull: { notForwarded: CREDITOR } });
      };
      const marking = mark().finally(() => { isMarking = false; });
      while (isMarking) {
        const found = (await entries().find({ tenantId, notForwarded: DEBTOR }).lean()).map(({ _id }) => _id);
        expect([found.length, new Set(found).size]).toEqual([LENGTH, LENGTH]);
      }
      await marking;
    }
  });
});

describe('a process that dies between the sum and the marks of its entries', () => {
  it('leaves a balance that counts them once, and marks for whoever comes next', async () => {
    const tenantId = 'dying';
    await Promise.all(each(0, 10).map((n) => insert(tenantId, n)));
    await advance(tenantId);
    await Promise.all(each(10, 20).map((n) => insert(tenantId, n)));
    const dead = Object.assign(Object.create(entries()) as Model<EntryDocument>, { updateMany: () => Promise.reject(new Error('Dead.')) });
    await sums().updateOne({ tenantId, accountId: CREDITOR }, { $set: { latest: [] } });
    await expect(new BalanceSnapshots(dead, sums()).advance(tenantId, CREDITOR)).rejects.toThrow('Dead');
    expect([await waiting(tenantId) > 0, await balanceOf(tenantId)]).toEqual([true, 20]);
    await insert(tenantId, 20);
    expect(await balanceOf(tenantId)).toBe(21);
    await advance(tenantId);
    expect([await waiting(tenantId), await balanceOf(tenantId)]).toEqual([0, 21]);
  });
});

describe('a reader whose snapshot advances between reading it and the entries', () => {
  it('reads again, and misses nothing', async () => {
    const tenantId = 'overtaken';
    await Promise.all(each(0, 5).map((n) => insert(tenantId, n)));
    let overtakings = 0;
    const find = (...question: Parameters<Model<EntryDocument>['find']>) => ({
      lean: async () => {
        if (overtakings++ === 0) await advance(tenantId);
        return entries().find(...question).lean();
      },
    });
    const overtaken = Object.assign(Object.create(entries()) as Model<EntryDocument>, { find });
    const account = { id: CREDITOR, kind: 'clearing', owner: 'house', currency: 'USD' } as const;
    const balance = await new SystemAccounts(overtaken, sums()).balanceOf(tenantId, account);
    expect([balance?.posted.units, overtakings]).toEqual([5n, 2]);
  });
});

describe('an entry that is inserted again after it is in the snapshot', () => {
  it('is not counted again', async () => {
    await insert('again', 1);
    await advance('again');
    await insert('again', 1, 1);
    await advance('again', 1);
    expect([await waiting('again'), await balanceOf('again')]).toEqual([0, 1]);
  });
});

describe('many entries that nobody reads', () => {
  it('are in the snapshot soon, so that a reader has few to add up', async () => {
    for (const from of each(0, 6).map((n) => n * 100)) await Promise.all(each(from, from + 100).map((n) => insert('many', n)));
    expect(await waiting('many')).toBeLessThan(300);
    expect(await balanceOf('many')).toBe(600);
  });

  it('are no other tenant’s', async () => {
    await insert('mine', 1);
    await advance('mine');
    expect([await balanceOf('mine'), await balanceOf('theirs')]).toEqual([1, 0]);
  });
});
