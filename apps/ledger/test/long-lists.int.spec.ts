import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getModelToken } from '@nestjs/mongoose';
import type { TestService } from '@sluice/builders';
import { listAccounts, listEntries } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import type { Model } from 'mongoose';
import { opened } from '../src/accounts/account.js';
import { accountKeyOf, accountRecordOf } from '../src/accounts/account.record.js';
import { accounts as described } from '../src/accounts/accounts.repository.js';
import { ENTRIES, entryDocumentOf, type EntryDocument } from '../src/journal/entries.repository.js';
import { entryOf, transferOf } from '../src/journal/entry.js';
import { startLedger } from './bank.js';

const LENGTH = 600;
const acme = { tenantId: 'acme' };
const numbers = Array.from({ length: LENGTH }, (_, n) => n);

/** Many in one millisecond, then a gap of an hour: spread as in nights and bursts. */
const timeOf = (n: number): Date => new Date(1_700_000_000_000 + Math.floor(n / 7) * 40 + Math.floor(n / 100) * 3_600_000);

let ledger: TestService;
beforeAll(async () => {
  ledger = await startLedger();
  const accounts = ledger.app.get<Model<object>>(getModelToken(described.collection));
  const entries = ledger.app.get<Model<EntryDocument>>(getModelToken(ENTRIES));
  const drawn = numbers.toSorted((one, other) => ((one * 7_919) % LENGTH) - ((other * 7_919) % LENGTH));
  await accounts.collection.insertMany(drawn.map((n) => accountDocument(n)));
  await entries.insertMany(drawn.map((n) => entryDocument(n)));
});
afterAll(() => ledger.stop());

function accountDocument(n: number): object {
  const account = opened({ tenantId: 'acme', id: `acc_${n}`, kind: 'customer', owner: 'cus_1', openedAt: timeOf(n), currency: 'USD' });
  return { _id: accountKeyOf('acme', account.id), tenantId: 'acme', version: 1, dueAt: null, outbox: [], ...(described.state.encode(accountRecordOf(account)) as object) };
}

function entryDocument(n: number): EntryDocument {
  const lines = transferOf({ from: 'clearing:A:USD', to: 'acc_1', contra: 'clearing:A:USD', amount: Money.ofUnits('USD', BigInt(n + 1)) });
  return entryDocumentOf('acme', entryOf({ tenantId: 'acme', accountId: 'acc_1', kind: 'deposit', sourceId: String(n) }, lines, timeOf(n)));
}

interface Row {
  readonly id: string;
  readonly at: string;
}

async function walk(page: (after: string | undefined) => Promise<{ rows: Row[]; hasMore: boolean }>): Promise<Row[]> {
  const all: Row[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const { rows, hasMore } = await page(after);
    all.push(...rows);
    [after, more] = [rows.at(-1)?.id, hasMore];
  }
  return all;
}

describe('a long list with bursts and nights in it', () => {
  it('of accounts goes from the newest to the oldest, each once', async () => {
    const seen = await walk(async (after) => {
      const { accounts, hasMore } = await ledger.requests.request(listAccounts, { limit: 20, kind: 'customer', ...(after === undefined ? {} : { after }) }, acme);
      return { rows: accounts.map(({ id, createdAt }) => ({ id, at: createdAt })), hasMore };
    });
    expect([seen.length, new Set(seen.map(({ id }) => id)).size]).toEqual([LENGTH, LENGTH]);
    expect(seen.map(({ at }) => at)).toEqual(numbers.toReversed().map((n) => timeOf(n).toISOString()));
  });

  it('of entries goes from the oldest to the newest, each once', async () => {
    const seen = await walk(async (after) => {
      const { entries, hasMore } = await ledger.requests.request(listEntries, { limit: 20, accountId: 'acc_1', ...(after === undefined ? {} : { after }) }, acme);
      return { rows: entries, hasMore };
    });
    expect([seen.length, new Set(seen.map(({ id }) => id)).size]).toEqual([LENGTH, LENGTH]);
    expect(seen.map(({ at }) => at)).toEqual(numbers.map((n) => timeOf(n).toISOString()));
  });
});
