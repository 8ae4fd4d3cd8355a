import { describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { useDatabase } from './database.ts';

const { Decimal128, Long } = mongoose.mongo;
const database = useDatabase();

async function sumOf(...amounts: string[]): Promise<string> {
  const journal = database.collection();
  await journal.insertMany(amounts.map((amount) => ({ amount: Decimal128.fromString(amount) })));
  const [result] = await journal.aggregate([{ $group: { _id: null, total: { $sum: '$amount' } } }]).toArray();
  return String(result?.['total']);
}

describe('a sum of decimals', () => {
  it('is exact beyond 2^53', async () => {
    expect(await sumOf('9007199254740993', '1', '9007199254740993')).toBe('18014398509481987');
  });

  it('is exact beyond 2^63', async () => {
    expect(await sumOf('9223372036854775807', '9223372036854775807', '3')).toBe('18446744073709551617');
  });

  it('of debits and credits that balance is zero', async () => {
    expect(Number(await sumOf('123456789012345678901234', '-123456789012345678901233', '-1'))).toBe(0);
  });
});

describe('sums by group', () => {
  it('are kept apart, and made from strings by conversion', async () => {
    const journal = database.collection();
    await journal.insertMany([
      { account: 'fees', amount: '10' },
      { account: 'clearing', amount: '9007199254740993' },
      { account: 'clearing', amount: '-3' },
    ]);
    const sums = await journal
      .aggregate([{ $group: { _id: '$account', total: { $sum: { $toDecimal: '$amount' } }, entries: { $sum: 1 } } }, { $sort: { _id: 1 } }])
      .toArray();
    expect(sums.map(({ _id, total, entries }) => [String(_id), String(total), Number(entries)])).toEqual([
      ['clearing', '9007199254740990', 2],
      ['fees', '10', 1],
    ]);
  });

  it('of nested lines are made by $unwind', async () => {
    const journal = database.collection();
    await journal.insertMany([{ lines: [{ account: 'a', minor: Long.fromNumber(5) }, { account: 'b', minor: Long.fromNumber(-5) }] }, { lines: [] }]);
    const sums = await journal.aggregate([{ $unwind: '$lines' }, { $group: { _id: '$lines.account', total: { $sum: '$lines.minor' } } }, { $sort: { _id: 1 } }]).toArray();
    expect(sums).toEqual([{ _id: 'a', total: 5 }, { _id: 'b', total: -5 }]);
  });

  it('over nothing give nothing', async () => {
    expect(await database.collection().aggregate([{ $group: { _id: null, total: { $sum: '$amount' } } }]).toArray()).toEqual([]);
  });
});

describe('a pipeline in an update', () => {
  it('computes a field from others of the same document', async () => {
    const accounts = database.collection();
    await accounts.insertOne({ posted: 10, pending: 4 });
    await accounts.updateOne({}, [{ $set: { available: { $subtract: ['$posted', '$pending'] } } }]);
    expect(await accounts.findOne()).toMatchObject({ available: 6 });
  });
});

describe('a filter with $expr', () => {
  it('compares two fields of a document', async () => {
    const accounts = database.collection();
    await accounts.insertMany([{ key: 'over', pending: 5, limit: 4 }, { key: 'under', pending: 3, limit: 4 }]);
    expect(await accounts.find({ $expr: { $gt: ['$pending', '$limit'] } }).toArray()).toMatchObject([{ key: 'over' }]);
  });
});
