import { describe, expect, it } from '@jest/globals';
import { failureOf, useDatabase, type Collection, type Fields } from './database.ts';

const database = useDatabase();

async function with1(document: Fields): Promise<Collection> {
  const collection = database.collection();
  await collection.insertOne({ key: 'k', ...document });
  return collection;
}

const update = async (document: Fields, change: Fields, options: { arrayFilters?: Fields[]; filter?: Fields } = {}) => {
  const collection = await with1(document);
  const { filter = {}, ...rest } = options;
  await collection.updateOne({ key: 'k', ...filter }, change, rest);
  return collection.findOne({ key: 'k' }, { projection: { _id: 0, key: 0 } });
};

describe('an update of an array', () => {
  it('$push appends, with $each in order', async () => {
    expect(await update({ outbox: [{ id: 1 }] }, { $push: { outbox: { $each: [{ id: 2 }, { id: 3 }] } } })).toEqual({ outbox: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  });

  it('$push makes the array where there is none', async () => {
    expect(await update({}, { $push: { outbox: { id: 1 } } })).toEqual({ outbox: [{ id: 1 }] });
  });

  it('$push with $slice keeps the newest', async () => {
    expect(await update({ seen: [1, 2, 3] }, { $push: { seen: { $each: [4], $slice: -3 } } })).toEqual({ seen: [2, 3, 4] });
  });

  it('$pull removes every element that matches, and only those', async () => {
    expect(await update({ outbox: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }, { $pull: { outbox: { id: { $in: ['a', 'c'] } } } })).toEqual({ outbox: [{ id: 'b' }] });
  });

  it('$pull of what is not there changes nothing', async () => {
    expect(await update({ outbox: [{ id: 'a' }] }, { $pull: { outbox: { id: 'z' } } })).toEqual({ outbox: [{ id: 'a' }] });
  });

  it('$addToSet adds once', async () => {
    expect(await update({ seen: ['m1'] }, { $addToSet: { seen: { $each: ['m1', 'm2'] } } })).toEqual({ seen: ['m1', 'm2'] });
  });

  it('the positional operator changes the element the filter found', async () => {
    const changed = await update({ legs: [{ id: 1, state: 'sent' }, { id: 2, state: 'sent' }] }, { $set: { 'legs.$.state': 'final' } }, { filter: { 'legs.id': 2 } });
    expect(changed).toEqual({ legs: [{ id: 1, state: 'sent' }, { id: 2, state: 'final' }] });
  });

  it('the positional operator follows $elemMatch over two fields', async () => {
    const legs = [{ id: 1, state: 'final' }, { id: 1, state: 'sent' }];
    const changed = await update({ legs }, { $set: { 'legs.$.state': 'lost' } }, { filter: { legs: { $elemMatch: { id: 1, state: 'sent' } } } });
    expect(changed).toEqual({ legs: [{ id: 1, state: 'final' }, { id: 1, state: 'lost' }] });
  });

  it('arrayFilters change every element that matches', async () => {
    const legs = [{ id: 1, tries: 1 }, { id: 2, tries: 5 }, { id: 3, tries: 7 }];
    const changed = await update({ legs }, { $set: { 'legs.$[leg].parked': true } }, { arrayFilters: [{ 'leg.tries': { $gte: 5 } }] });
    expect(changed).toEqual({ legs: [{ id: 1, tries: 1 }, { id: 2, tries: 5, parked: true }, { id: 3, tries: 7, parked: true }] });
  });

  it('the positional operator without a match in the filter is refused', async () => {
    const collection = await with1({ legs: [{ id: 1 }] });
    expect((await failureOf(collection.updateOne({ key: 'k' }, { $set: { 'legs.$.id': 2 } }))).code).toBe(2);
  });

  it('$push onto what is no array is refused', async () => {
    const collection = await with1({ outbox: 'text' });
    expect((await failureOf(collection.updateOne({ key: 'k' }, { $push: { outbox: 1 } as never }))).code).toBe(2);
  });
});

describe('a query into an array', () => {
  it('$elemMatch asks both of one element, dotted paths of any two', async () => {
    const collection = await with1({ holds: [{ id: 1, open: false }, { id: 2, open: true }] });
    expect(await collection.countDocuments({ holds: { $elemMatch: { id: 1, open: true } } })).toBe(0);
    expect(await collection.countDocuments({ 'holds.id': 1, 'holds.open': true })).toBe(1);
  });

  it('$ne on a field of elements is true only where none has it', async () => {
    const collection = await with1({ seen: ['m1', 'm2'] });
    expect(await collection.countDocuments({ seen: { $ne: 'm1' } })).toBe(0);
    expect(await collection.countDocuments({ seen: { $ne: 'm3' } })).toBe(1);
  });
});

describe('an index over a field of array elements', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

  it('finds the documents that hold an element before a moment', async () => {
    const sagas = database.collection();
    await sagas.createIndex({ 'outbox.at': 1 });
    await sagas.insertMany([
      { key: 'old', outbox: [{ at: at(1) }, { at: at(50) }] },
      { key: 'new', outbox: [{ at: at(40) }] },
      { key: 'sent', outbox: [] },
      { key: 'none' },
    ]);
    const found = await sagas.find({ 'outbox.at': { $lt: at(10) } }).toArray();
    expect(found.map(({ key }) => key as string)).toEqual(['old']);
  });

  it('no longer finds a document once its elements are pulled', async () => {
    const sagas = database.collection();
    await sagas.createIndex({ 'outbox.at': 1 });
    await sagas.insertOne({ outbox: [{ id: 'a', at: at(1) }] });
    await sagas.updateOne({}, { $pull: { outbox: { id: 'a' } } as never });
    expect(await sagas.countDocuments({ 'outbox.at': { $lt: at(10) } })).toBe(0);
  });
});
