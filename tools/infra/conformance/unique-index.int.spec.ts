import { describe, expect, it } from '@jest/globals';
import { failureOf, manyAtOnce, useDatabase, type Collection } from './database.ts';

const DUPLICATE_KEY = 11_000;
const database = useDatabase();

async function withUnique(keys: Record<string, 1>, options: { partialFilterExpression?: Record<string, unknown> } = {}): Promise<Collection> {
  const collection = database.collection();
  await collection.createIndex(keys, { unique: true, ...options });
  return collection;
}

describe('a second document with the same _id', () => {
  it('is refused with 11000, the key and its value', async () => {
    const collection = database.collection();
    await collection.insertOne({ _id: 'w1' as never });
    expect(await failureOf(collection.insertOne({ _id: 'w1' as never }))).toMatchObject({ code: DUPLICATE_KEY, keyPattern: { _id: 1 }, keyValue: { _id: 'w1' } });
  });
});

describe('a unique index over two fields', () => {
  it('refuses an insert with 11000, the keys and their values', async () => {
    const requests = await withUnique({ tenantId: 1, reference: 1 });
    await requests.insertOne({ tenantId: 't', reference: 'r' });
    expect(await failureOf(requests.insertOne({ tenantId: 't', reference: 'r' }))).toMatchObject({
      code: DUPLICATE_KEY,
      keyPattern: { tenantId: 1, reference: 1 },
      keyValue: { tenantId: 't', reference: 'r' },
    });
  });

  it('takes documents that differ in one of them', async () => {
    const requests = await withUnique({ tenantId: 1, reference: 1 });
    await requests.insertMany([{ tenantId: 't', reference: 'r' }, { tenantId: 't', reference: 's' }, { tenantId: 'u', reference: 'r' }]);
    expect(await requests.countDocuments()).toBe(3);
  });

  it('refuses an update into an existing key', async () => {
    const requests = await withUnique({ tenantId: 1, reference: 1 });
    await requests.insertMany([{ tenantId: 't', reference: 'r' }, { tenantId: 't', reference: 's' }]);
    const update = requests.updateOne({ reference: 's' }, { $set: { reference: 'r' } });
    expect(await failureOf(update)).toMatchObject({ code: DUPLICATE_KEY, keyPattern: { tenantId: 1, reference: 1 }, keyValue: { tenantId: 't', reference: 'r' } });
  });

  it('refuses a findOneAndUpdate into an existing key', async () => {
    const requests = await withUnique({ reference: 1 });
    await requests.insertMany([{ reference: 'r' }, { reference: 's' }]);
    const update = requests.findOneAndUpdate({ reference: 's' }, { $set: { reference: 'r' } });
    expect(await failureOf(update)).toMatchObject({ code: DUPLICATE_KEY, keyPattern: { reference: 1 }, keyValue: { reference: 'r' } });
  });

  it('lets one of fifty equal inserts through', async () => {
    const requests = await withUnique({ reference: 1 });
    const codes = await manyAtOnce(50, () => requests.insertOne({ reference: 'r' }).then(() => 0, (error: { code: number }) => error.code));
    expect(codes.filter((code) => code === 0)).toHaveLength(1);
    expect(codes.filter((code) => code === DUPLICATE_KEY)).toHaveLength(49);
  });

  it('cannot be built over documents that break it', async () => {
    const requests = database.collection();
    await requests.insertMany([{ reference: 'r' }, { reference: 'r' }]);
    expect(await failureOf(requests.createIndex({ reference: 1 }, { unique: true }))).toMatchObject({ code: DUPLICATE_KEY });
  });
});

describe('an unordered insert of many', () => {
  it('inserts the rest and names the one refused', async () => {
    const requests = await withUnique({ reference: 1 });
    await requests.insertOne({ reference: 'b' });
    const failure = await failureOf(requests.insertMany([{ reference: 'a' }, { reference: 'b' }, { reference: 'c' }], { ordered: false }));
    expect(failure).toMatchObject({ code: DUPLICATE_KEY, writeErrors: [{ index: 1, code: DUPLICATE_KEY }] });
    expect(await requests.countDocuments()).toBe(3);
  });
});

describe('a partial unique index', () => {
  const openOnly = { partialFilterExpression: { open: true } };

  it('refuses a second document inside its filter', async () => {
    const cases = await withUnique({ withdrawalId: 1 }, openOnly);
    await cases.insertOne({ withdrawalId: 'w', open: true });
    expect(await failureOf(cases.insertOne({ withdrawalId: 'w', open: true }))).toMatchObject({ code: DUPLICATE_KEY, keyPattern: { withdrawalId: 1 } });
  });

  it('takes any number outside its filter', async () => {
    const cases = await withUnique({ withdrawalId: 1 }, openOnly);
    await cases.insertMany([{ withdrawalId: 'w', open: true }, { withdrawalId: 'w', open: false }, { withdrawalId: 'w' }]);
    expect(await cases.countDocuments()).toBe(3);
  });

  it('leaves documents without the field alone when the filter asks for it', async () => {
    const cases = await withUnique({ externalId: 1 }, { partialFilterExpression: { externalId: { $exists: true } } });
    await cases.insertMany([{ a: 1 }, { a: 2 }, { externalId: 'x' }]);
    expect(await failureOf(cases.insertOne({ externalId: 'x' }))).toMatchObject({ code: DUPLICATE_KEY, keyPattern: { externalId: 1 } });
  });
});

describe('the same index asked for by ten at once', () => {
  it('is there once, and the collection with it', async () => {
    const collection = database.collection();
    await manyAtOnce(10, () => collection.createIndex({ dueAt: 1, tenantId: 1 }, { name: 'due' }));
    expect(new Set((await collection.indexes()).map(({ name }) => name))).toEqual(new Set(['_id_', 'due']));
  });

  it('is refused under the same name with other keys', async () => {
    const collection = database.collection();
    await collection.createIndex({ a: 1 }, { name: 'same' });
    expect([85, 86]).toContain((await failureOf(collection.createIndex({ b: 1 }, { name: 'same' }))).code);
  });
});
