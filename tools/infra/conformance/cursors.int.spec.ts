import { beforeAll, describe, expect, it } from '@jest/globals';
import { failureOf, useDatabase, type Collection } from './database.ts';

const COUNT = 1000;
const database = useDatabase();
let numbers: Collection;

beforeAll(async () => {
  numbers = database.collection();
  await numbers.createIndex({ tenantId: 1, n: 1 });
  await numbers.insertMany(Array.from({ length: COUNT }, (_, n) => ({ n, tenantId: n % 2 === 0 ? 'even' : 'odd', filler: 'x'.repeat(100) })));
});

const valuesOf = (documents: Record<string, unknown>[]) => documents.map(({ n }) => Number(n));

describe('a cursor over many batches', () => {
  it('gives every document once', async () => {
    const seen = valuesOf(await numbers.find().batchSize(37).toArray());
    expect(new Set(seen).size).toBe(COUNT);
    expect(seen).toHaveLength(COUNT);
  });

  it('keeps the sort order across batches', async () => {
    const seen = valuesOf(await numbers.find().sort({ n: -1 }).batchSize(41).toArray());
    expect(seen).toEqual(Array.from({ length: COUNT }, (_, index) => COUNT - 1 - index));
  });

  it('works for an aggregation', async () => {
    const seen = await numbers.aggregate([{ $match: { tenantId: 'odd' } }, { $sort: { n: 1 } }, { $project: { n: 1 } }], { batchSize: 10 }).toArray();
    expect(valuesOf(seen)).toEqual(Array.from({ length: COUNT / 2 }, (_, index) => 2 * index + 1));
  });

  it('can be left half-way', async () => {
    const cursor = numbers.find().batchSize(5);
    for (let taken = 0; taken < 12; taken++) await cursor.next();
    await cursor.close();
    expect(cursor.killed).toBe(true);
  });

  it('is unknown after it was closed', async () => {
    const db = database.client().db(numbers.dbName);
    const { cursor } = (await db.command({ find: numbers.collectionName, batchSize: 2 })) as { cursor: { id: unknown } };
    await db.command({ killCursors: numbers.collectionName, cursors: [cursor.id] });
    const more = db.command({ getMore: cursor.id, collection: numbers.collectionName });
    expect((await failureOf(more)).code).toBe(43);
  });
});

describe('paging by range', () => {
  it('walks all pages without a gap or a repeat', async () => {
    const seen: number[] = [];
    for (let page = await pageAfter(-1); page.length > 0; page = await pageAfter(seen.at(-1) ?? COUNT)) seen.push(...page);
    expect(seen).toEqual(Array.from({ length: COUNT / 2 }, (_, index) => 2 * index));
  });

  async function pageAfter(last: number): Promise<number[]> {
    return valuesOf(await numbers.find({ tenantId: 'even', n: { $gt: last } }).sort({ n: 1 }).limit(64).toArray());
  }

  it('by _id goes the same way', async () => {
    const first = await numbers.find().sort({ _id: 1 }).limit(10).toArray();
    const second = await numbers.find({ _id: { $gt: first.at(-1)?._id } as never }).sort({ _id: 1 }).limit(10).toArray();
    expect(new Set([...first, ...second].map(({ _id }) => String(_id))).size).toBe(20);
  });
});

describe('counting and telling apart', () => {
  it('counts by a filter and at a guess', async () => {
    expect(await numbers.countDocuments({ n: { $gte: 990 } })).toBe(10);
    expect(await numbers.estimatedDocumentCount()).toBeGreaterThan(0);
  });

  it('gives each distinct value once', async () => {
    expect(new Set(await numbers.distinct('tenantId', { n: { $lt: 10 } }))).toEqual(new Set(['even', 'odd']));
  });

  it('finds nothing in a collection that does not exist', async () => {
    const absent = database.collection();
    expect(await absent.find({ n: 1 }).toArray()).toEqual([]);
    expect(await absent.countDocuments()).toBe(0);
    expect(await absent.deleteMany({})).toMatchObject({ deletedCount: 0 });
  });
});
