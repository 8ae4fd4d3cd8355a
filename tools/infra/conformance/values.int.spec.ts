import { describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { failureOf, useDatabase } from './database.ts';

const { Binary, Decimal128, Long, ObjectId } = mongoose.mongo;
const database = useDatabase();

describe('a value that is stored and read again', () => {
  const moment = new Date('2026-11-21T12:34:56.789Z');
  it.each([
    ['text with every kind of letter', 'ß 漢 🙂 \\ " \u0007'],
    ['a whole number beyond 2^53', Long.fromString('9223372036854775807')],
    ['a decimal with its trailing zeros', Decimal128.fromString('12345678901234567890.100')],
    ['a moment to the millisecond', moment],
    ['bytes', new Binary(Buffer.from([0, 1, 255]))],
    ['an id', new ObjectId()],
    ['true', true],
    ['null', null],
    ['an empty list', []],
    ['a list within a document within a list', [{ legs: [{ chain: 1 }] }]],
  ])('is the same: %s', async (_name, value) => {
    const collection = database.collection();
    await collection.insertOne({ value });
    const read = await collection.findOne({}, { promoteLongs: false, promoteBuffers: false });
    expect(read?.['value']).toEqual(value);
  });

  it('keeps the order of fields', async () => {
    const collection = database.collection();
    await collection.insertOne({ b: 1, a: 2, c: { z: 1, y: 2 } });
    const read = await collection.findOne({}, { projection: { _id: 0 } });
    expect(JSON.stringify(read)).toBe('{"b":1,"a":2,"c":{"z":1,"y":2}}');
  });

  it('may be a document of a megabyte', async () => {
    const collection = database.collection();
    await collection.insertOne({ value: 'x'.repeat(1_000_000) });
    expect((await collection.findOne())?.['value']).toHaveLength(1_000_000);
  });
});

describe('an update of fields', () => {
  it('sets, removes, counts and keeps the larger', async () => {
    const collection = database.collection();
    await collection.insertOne({ a: 1, b: 2, c: 3, d: 4 });
    await collection.updateOne({}, { $set: { 'n.x': 1 }, $unset: { a: '' }, $inc: { b: 5 }, $max: { c: 9 }, $min: { d: 1 } });
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ b: 7, c: 9, d: 1, n: { x: 1 } });
  });

  it('says so when nothing changed', async () => {
    const collection = database.collection();
    await collection.insertOne({ a: 1 });
    expect(await collection.updateOne({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
  });

  it('replaces a whole document and keeps its id', async () => {
    const collection = database.collection();
    await collection.insertOne({ _id: 'k' as never, a: 1 });
    await collection.replaceOne({ _id: 'k' as never }, { b: 2 });
    expect(await collection.findOne()).toEqual({ _id: 'k', b: 2 });
  });

  it('refuses to change an _id', async () => {
    const collection = database.collection();
    await collection.insertOne({ _id: 'k' as never });
    expect((await failureOf(collection.updateOne({}, { $set: { _id: 'other' } }))).code).toBe(66);
  });

  it('refuses two changes of one field', async () => {
    const collection = database.collection();
    await collection.insertOne({ a: 1 });
    expect((await failureOf(collection.updateOne({}, { $set: { a: 1 }, $inc: { a: 1 } }))).code).toBe(40);
  });

  it('refuses to count up a text', async () => {
    const collection = database.collection();
    await collection.insertOne({ a: 'text' });
    expect((await failureOf(collection.updateOne({}, { $inc: { a: 1 } }))).code).toBe(14);
  });
});

describe('a filter', () => {
  it('refuses an operator that does not exist', async () => {
    expect((await failureOf(database.collection().find({ a: { $nonsense: 1 } }).toArray())).code).toBe(2);
  });

  it('tells a missing field from null', async () => {
    const collection = database.collection();
    await collection.insertMany([{ k: 1, a: null }, { k: 2 }, { k: 3, a: 1 }]);
    expect(await collection.distinct('k', { a: null })).toEqual([1, 2]);
    expect(await collection.distinct('k', { a: { $exists: false } })).toEqual([2]);
  });
});
