import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { monitoredUri, readsOf, until, type TestService } from '@sluice/builders';
import { checkBooks, holdPlaced, holdPosted, holdVoided, placeHold, postHold, voidHold } from '@sluice/contract-ledger';
import { Money, newId } from '@sluice/kernel';
import { Decimal128 } from 'bson';
import type { Connection } from 'mongoose';
import { entryOf, transferOf } from '../src/account/entry.js';
import { BringForward } from '../src/adapters/bring-forward.js';
import { EntryTotals } from '../src/adapters/entry-totals.js';
import { ClosedHolds } from '../src/ports/closed-holds.js';
import { Journal } from '../src/ports/journal.js';
import { openWith, startLedger, usd } from './bank.js';

const house = 'clearing:ACH:USD';

let ledger: TestService;
beforeAll(async () => {
  ledger = await startLedger({ mongodbUri: monitoredUri() });
});
afterAll(() => ledger.stop());

interface Stored { _id: string; unchecked?: unknown; units?: string }
const stored = (name: string) => ledger.app.get<Connection>(getConnectionToken()).collection<Stored>(name);
const look = async (tenantId: string, full = false): Promise<string[]> =>
  (await ledger.requests.request(checkBooks, { full }, { tenantId })).findings.map(({ invariant, text }) => `${invariant}: ${text}`);

/** A tenant with an account that was found right. */
async function bank(cents = 100_000_000): Promise<string> {
  const tenantId = `t-${newId()}`;
  await openWith(ledger, 'acc_1', cents, tenantId);
  expect(await look(tenantId)).toEqual([]);
  return tenantId;
}

/** A hold that is placed and paid. */
async function withdraw(tenantId: string, holdId: string): Promise<void> {
  await ledger.publish(placeHold, { holdId, accountId: 'acc_1', amount: usd(300) }, { tenantId });
  await ledger.next(holdPlaced);
  await ledger.publish(postHold, { holdId, accountId: 'acc_1', postings: [{ postingId: 'leg', amount: usd(300), toAccountId: house }], releaseRest: true }, { tenantId });
  await ledger.next(holdPosted);
}

/** As many withdrawals as if they had been made, by one account. */
async function withdrawn(tenantId: string, count: number): Promise<void> {
  const [amount, at] = [Money.ofUnits('USD', 3n), new Date()];
  const names = Array.from({ length: count }, (_, index) => `old-${index}`);
  const entries = names.map((name) => entryOf({ tenantId, accountId: 'acc_1', kind: 'posting', sourceId: name }, transferOf({ from: 'acc_1', to: house, house, amount }), at));
  for (let start = 0; start < count; start += 500) await ledger.app.get(Journal).file(tenantId, entries.slice(start, start + 500));
  const holds = names.map((holdId) => ({ holdId, amount, postings: [{ postingId: 'leg', amount }], outcome: 'posted' as const, released: Money.zero('USD'), closedAt: at }));
  for (let start = 0; start < count; start += 500) await ledger.app.get(ClosedHolds).file(tenantId, 'acc_1', holds.slice(start, start + 500));
  await stored('accounts').updateOne({ tenantId }, { $set: { posted: String(100_000_000 - 3 * count), unchecked: true }, $inc: { version: 1 } });
}

/** So that what is added up for who asks of the house's account does not depend on chance. */
async function broughtForward(tenantId: string): Promise<void> {
  while ((await stored('entries').countDocuments({ tenantId, notForwarded: house })) > 0) await ledger.app.get(BringForward).bring(tenantId, house);
}

describe('a look at books that have changed', () => {
  it('leaves nothing unchecked, and what it looked at is not read again', async () => {
    const tenantId = await bank();
    for (const holdId of ['w1', 'w2']) await withdraw(tenantId, holdId);
    await filed(tenantId, 2);
    for (let looks = 0; looks < 2; looks += 1) expect(await look(tenantId)).toEqual([]);
    for (const name of ['entries', 'accounts', 'closed_holds', 'brought_forward', 'entry_totals']) {
      expect([name, await stored(name).countDocuments({ tenantId, unchecked: { $exists: true } })]).toEqual([name, 0]);
    }
    const reads = readsOf(ledger);
    expect(await look(tenantId)).toEqual([]);
    expect(reads.documents).toBeLessThanOrEqual(8);
    expect(reads.commands.filter((command) => !command.startsWith('find'))).toEqual([]);
  });

  it('reads as much beside 5,000 withdrawals as beside 50', async () => {
    const costs = [];
    for (const count of [50, 5_000]) {
      const tenantId = await bank();
      await withdrawn(tenantId, count);
      expect(await look(tenantId, true)).toEqual([]);
      for (const holdId of ['w1', 'w2', 'w3']) await withdraw(tenantId, holdId);
      await filed(tenantId, count + 3);
      await broughtForward(tenantId);
      const reads = readsOf(ledger);
      expect(await look(tenantId)).toEqual([]);
      // Timers and clearing of outboxes ask now and then, and find nothing: the exact number of commands is theirs, too.
      costs.push([reads.documents, reads.commands.filter((command) => command.startsWith('aggregate')).length, reads.commands.length < 40]);
    }
    expect(costs[1]).toEqual(costs[0]);
    expect(costs[0]?.slice(1)).toEqual([0, true]);
  });

  it.each(['entries', 'closed_holds', 'brought_forward', 'accounts', 'entry_totals'])('has an index of the unchecked alone in %s', async (name) => {
    expect(await stored(name).indexes()).toContainEqual(expect.objectContaining({ key: { tenantId: 1, unchecked: 1, _id: 1 }, partialFilterExpression: { unchecked: { $exists: true } } }));
  });
});

describe('accounts with open holds', () => {
  it('have an index of their own, so that a look does not read the others', async () => {
    expect(await stored('accounts').indexes()).toContainEqual(expect.objectContaining({ key: { tenantId: 1, _id: 1 }, partialFilterExpression: { 'holds.0': { $exists: true } } }));
  });
});

describe('what is broken in what has changed', () => {
  it('is an entry that does not balance, at every look until it does', async () => {
    const tenantId = await bank();
    await withdraw(tenantId, 'w1');
    const wrong = { tenantId, unchecked: true, 'lines.accountId': house } as never;
    await filed(tenantId);
    await stored('entries').updateOne(wrong, { $set: { 'lines.0.debit': Decimal128.fromString('7') } });
    const found = [expect.stringMatching(/^1: entry .* does not balance$/), '1: USD: credits less debits are 2.93 USD', expect.stringMatching(/^2: acc_1 has/)];
    for (let looks = 0; looks < 3; looks += 1) expect(await look(tenantId)).toEqual(found);
    await stored('entries').updateOne({ tenantId, unchecked: 'counted' }, { $set: { 'lines.0.debit': Decimal128.fromString('300') } });
    expect(await look(tenantId, true)).toEqual([]);
    expect(await look(tenantId)).toEqual([]);
  });

  it('is a hold that gave more than it held, and one that is open though it was closed', async () => {
    const tenantId = await bank();
    for (const holdId of ['w1', 'w2']) await ledger.publish(placeHold, { holdId, accountId: 'acc_1', amount: usd(300) }, { tenantId });
    for (let placed = 0; placed < 2; placed += 1) await ledger.next(holdPlaced);
    await ledger.publish(voidHold, { holdId: 'w1', accountId: 'acc_1', currency: 'USD' }, { tenantId });
    await ledger.next(holdVoided);
    await ledger.app.get(ClosedHolds).file(tenantId, 'acc_1', [
      { holdId: 'w2', amount: Money.ofUnits('USD', 300n), postings: [{ postingId: 'leg', amount: Money.ofUnits('USD', 301n) }], outcome: 'posted', released: Money.zero('USD'), closedAt: new Date() },
    ]);
    const found = ['3: hold w2 of acc_1: 3.01 USD posted and 0.00 USD released of 3.00 USD', '3: hold w2 of acc_1 is open and closed'];
    expect(await look(tenantId)).toEqual(found);
    expect(await look(tenantId)).toEqual(found);
  });

  it('is an entry on an account that is not there', async () => {
    const tenantId = await bank();
    const lines = transferOf({ from: 'acc_9', to: house, house, amount: Money.ofUnits('USD', 5n) });
    await ledger.app.get(Journal).file(tenantId, [entryOf({ tenantId, accountId: 'acc_9', kind: 'posting', sourceId: 's' }, lines, new Date())]);
    for (let looks = 0; looks < 2; looks += 1) expect(await look(tenantId)).toEqual(['13: entries name acc_9, which is no account of this tenant']);
  });

  it('is an account that says more than its entries', async () => {
    const tenantId = await bank();
    await stored('accounts').updateOne({ tenantId }, { $set: { posted: '100000001', unchecked: true } });
    for (let looks = 0; looks < 2; looks += 1) expect(await look(tenantId)).toEqual(['2: acc_1 has 1000000.01 USD posted, its entries come to 1000000.00 USD']);
  });
});

describe('what is broken in what was found right long ago', () => {
  it('is found by a look at everything, and told by every look after it', async () => {
    const tenantId = await bank();
    await withdraw(tenantId, 'w1');
    await filed(tenantId, 1);
    expect(await look(tenantId)).toEqual([]);
    await stored('accounts').updateOne({ tenantId }, { $set: { posted: '5' } });
    await stored('closed_holds').updateOne({ tenantId }, { $set: { 'postings.0.amount': '301' } });
    expect(await look(tenantId)).toEqual([]);
    const found = ['2: acc_1 has 0.05 USD posted, its entries come to 999997.00 USD', '3: hold w1 of acc_1: 3.01 USD posted and 0.00 USD released of 3.00 USD'];
    expect(await look(tenantId, true)).toEqual(found);
    expect((await look(tenantId)).sort()).toEqual(found);
  });

  it('is what an instance of an older program has written without a mark', async () => {
    const tenantId = await bank();
    await withdraw(tenantId, 'w1');
    await filed(tenantId);
    await stored('entries').updateMany({ tenantId }, { $unset: { unchecked: '' } });
    expect(await look(tenantId)).not.toEqual([]);
    expect(await look(tenantId, true)).toEqual([]);
    expect(await look(tenantId)).toEqual([]);
  });
});

describe('running totals', () => {
  it('that are not what the entries come to are corrected by a look at everything', async () => {
    const tenantId = await bank();
    await stored('entry_totals').updateOne({ tenantId, name: 'USD acc_1' }, { $set: { units: '1', unchecked: true } });
    expect(await look(tenantId)).toEqual(['2: acc_1 has 1000000.00 USD posted, its entries come to 0.01 USD']);
    expect(await look(tenantId, true)).toEqual([]);
    expect(await look(tenantId)).toEqual([]);
  });

  it('have each entry once, however many look at the same time', async () => {
    const other = await startLedger({ namespace: ledger.namespace, hear: false });
    try {
      const tenantId = await bank();
      const making = (async () => { for (let index = 0; index < 10; index += 1) await withdraw(tenantId, `w${index}`); })();
      let isMade = false;
      void making.finally(() => { isMade = true; }).catch(() => undefined);
      while (!isMade) await Promise.all([ledger, ledger, other].map(({ app }) => app.get(EntryTotals).addNew(tenantId)));
      await making;
      expect(await look(tenantId)).toEqual([]);
      expect(await ledger.app.get(EntryTotals).prove(tenantId, async () => sumsOf(tenantId))).toEqual([]);
    } finally {
      await other.stopOnly();
      await other.probe.close();
    }
  });
});

/** This many postings are in the journal, and no account carries them. */
const filed = (tenantId: string, postings = 1) => until('the postings are filed', async () =>
  (await stored('entries').countDocuments({ tenantId, kind: 'posting' })) === postings
  && (await stored('accounts').countDocuments({ tenantId, dueAt: { $exists: true } })) === 0);

const sumsOf = async (tenantId: string) => {
  const entries = await stored('entries').find({ tenantId } as never).toArray() as unknown as { lines: { accountId: string; currency: 'USD'; debit: Decimal128; credit: Decimal128 }[] }[];
  const lines = entries.flatMap((entry) => entry.lines);
  const sums = new Map<string, bigint>();
  for (const { accountId, debit, credit } of lines) sums.set(accountId, (sums.get(accountId) ?? 0n) + BigInt(credit.toString()) - BigInt(debit.toString()));
  return [...sums].map(([accountId, units]) => ({ accountId, currency: 'USD' as const, units }));
};
