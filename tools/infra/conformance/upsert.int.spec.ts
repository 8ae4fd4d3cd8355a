import { describe, expect, it } from '@jest/globals';
import { failureOf, manyAtOnce, useDatabase } from './database.ts';

const database = useDatabase();

describe('fifty upserts of one id at once', () => {
  it('insert it once and count every one', async () => {
    const counters = database.collection();
    const outcomes = await manyAtOnce(50, () => counters.updateOne({ _id: 'k' as never }, { $inc: { value: 1 } }, { upsert: true }));
    expect(outcomes.filter(({ upsertedCount }) => upsertedCount === 1)).toHaveLength(1);
    expect(await counters.findOne()).toMatchObject({ _id: 'k', value: 50 });
  });

  it('do so for findOneAndUpdate too', async () => {
    const counters = database.collection();
    await manyAtOnce(50, () => counters.findOneAndUpdate({ _id: 'k' as never }, { $inc: { value: 1 } }, { upsert: true, returnDocument: 'after' }));
    expect(await counters.find().toArray()).toMatchObject([{ _id: 'k', value: 50 }]);
  });

  it('do so on a unique key of their own', async () => {
    const counters = database.collection();
    await counters.createIndex({ tenantId: 1, name: 1 }, { unique: true });
    await manyAtOnce(50, () => counters.updateOne({ tenantId: 't', name: 'n' }, { $inc: { value: 1 } }, { upsert: true }));
    expect(await counters.find().toArray()).toMatchObject([{ tenantId: 't', name: 'n', value: 50 }]);
  });
});

describe('$setOnInsert', () => {
  it('is written by the insert and left alone by later updates', async () => {
    const holds = database.collection();
    const place = (amount: number) => holds.findOneAndUpdate({ key: 'h' }, { $setOnInsert: { amount }, $inc: { seen: 1 } }, { upsert: true, returnDocument: 'after' });
    expect(await place(5)).toMatchObject({ key: 'h', amount: 5, seen: 1 });
    expect(await place(9)).toMatchObject({ key: 'h', amount: 5, seen: 2 });
  });

  it('alone makes a redelivered command find its first outcome', async () => {
    const holds = database.collection();
    const outcomes = await manyAtOnce(20, (index) => holds.findOneAndUpdate({ _id: 'h' as never }, { $setOnInsert: { by: index } }, { upsert: true, returnDocument: 'after' }));
    expect(new Set(outcomes.map((hold) => Number(hold?.['by']))).size).toBe(1);
  });
});

describe('an upsert that misses by its version', () => {
  it('is refused with 11000 instead of overwriting or inserting a second', async () => {
    const sagas = database.collection();
    await sagas.insertOne({ _id: 'w' as never, version: 2 });
    const stale = sagas.updateOne({ _id: 'w' as never, version: 1 }, { $set: { state: 'paid' } }, { upsert: true });
    expect(await failureOf(stale)).toMatchObject({ code: 11_000, keyPattern: { _id: 1 }, keyValue: { _id: 'w' } });
    expect(await sagas.find().toArray()).toEqual([{ _id: 'w', version: 2 }]);
  });
});

describe('a bulk of writes', () => {
  it('says what was inserted, changed, upserted and deleted', async () => {
    const collection = database.collection();
    await collection.insertMany([{ key: 'a' }, { key: 'b' }]);
    const result = await collection.bulkWrite([
      { insertOne: { document: { key: 'c' } } },
      { updateOne: { filter: { key: 'a' }, update: { $set: { changed: true } } } },
      { updateOne: { filter: { key: 'd' }, update: { $set: { changed: true } }, upsert: true } },
      { deleteOne: { filter: { key: 'b' } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 1 });
    expect(new Set(await collection.distinct('key'))).toEqual(new Set(['a', 'c', 'd']));
  });
});
