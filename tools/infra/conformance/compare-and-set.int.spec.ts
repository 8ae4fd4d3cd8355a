import { describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { manyAtOnce, useDatabase } from './database.ts';

const { Long } = mongoose.mongo;
const database = useDatabase();

describe('an update conditional on the version', () => {
  it('is won by exactly one of fifty', async () => {
    const sagas = database.collection();
    await sagas.insertOne({ key: 'w1', version: 1 });
    const outcomes = await manyAtOnce(50, (index) =>
      sagas.findOneAndUpdate({ key: 'w1', version: 1 }, { $set: { winner: index }, $inc: { version: 1 } }, { returnDocument: 'after' }),
    );
    const winners = outcomes.filter((document) => document !== null);
    expect(winners).toHaveLength(1);
    expect(winners[0]).toMatchObject({ version: 2 });
  });

  it('gives null and changes nothing when the version has moved on', async () => {
    const sagas = database.collection();
    await sagas.insertOne({ key: 'w1', version: 2 });
    expect(await sagas.findOneAndUpdate({ key: 'w1', version: 1 }, { $set: { state: 'paid' } })).toBeNull();
    expect(await sagas.findOne({ key: 'w1' })).not.toHaveProperty('state');
  });

  it('tells by its count whether it was won', async () => {
    const sagas = database.collection();
    await sagas.insertOne({ key: 'w1', version: 1 });
    const update = () => sagas.updateOne({ key: 'w1', version: 1 }, { $inc: { version: 1 } });
    expect(await update()).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await update()).toMatchObject({ matchedCount: 0, modifiedCount: 0 });
  });
});

describe('findOneAndUpdate', () => {
  it('gives the document as it was before, or after when asked', async () => {
    const accounts = database.collection();
    await accounts.insertOne({ key: 'a', posted: 1 });
    expect(await accounts.findOneAndUpdate({ key: 'a' }, { $inc: { posted: 1 } }, { returnDocument: 'before' })).toMatchObject({ posted: 1 });
    expect(await accounts.findOneAndUpdate({ key: 'a' }, { $inc: { posted: 1 } }, { returnDocument: 'after' })).toMatchObject({ posted: 3 });
  });

  it('takes the first by the sort order and gives only the projected fields', async () => {
    const jobs = database.collection();
    await jobs.insertMany([{ dueAt: 3 }, { dueAt: 1, note: 'x' }, { dueAt: 2 }]);
    const acquired = await jobs.findOneAndUpdate({}, { $set: { acquired: true } }, { sort: { dueAt: 1 }, projection: { _id: 0, dueAt: 1 }, returnDocument: 'after' });
    expect(acquired).toEqual({ dueAt: 1 });
  });

  it('hands fifty workers fifty different jobs', async () => {
    const jobs = database.collection();
    await jobs.createIndex({ acquired: 1, dueAt: 1 });
    await jobs.insertMany(Array.from({ length: 50 }, (_, dueAt) => ({ dueAt, acquired: false })));
    const acquired = await manyAtOnce(50, () => jobs.findOneAndUpdate({ acquired: false }, { $set: { acquired: true } }, { sort: { dueAt: 1 } }));
    expect(new Set(acquired.map((job) => Number(job?.['dueAt']))).size).toBe(50);
  });
});

describe('a balance that fifty draw on at once', () => {
  it('pays exactly what it holds and never goes below zero', async () => {
    const accounts = database.collection();
    await accounts.insertOne({ key: 'a', available: Long.fromNumber(100), holds: [] });
    const outcomes = await manyAtOnce(50, (index) =>
      accounts.findOneAndUpdate(
        { key: 'a', available: { $gte: Long.fromNumber(7) } },
        { $inc: { available: Long.fromNumber(-7) }, $push: { holds: { id: `h${index}`, amount: Long.fromNumber(7) } } as never },
        { returnDocument: 'after' },
      ),
    );
    expect(outcomes.filter((account) => account !== null)).toHaveLength(14);
    const account = await accounts.findOne({ key: 'a' });
    expect(account?.['available']).toBe(2);
    expect(account?.['holds']).toHaveLength(14);
  });

  it('keeps every increment of five hundred', async () => {
    const counters = database.collection();
    await counters.insertOne({ key: 'n', value: 0 });
    await manyAtOnce(500, () => counters.updateOne({ key: 'n' }, { $inc: { value: 1 } }));
    expect(await counters.findOne({ key: 'n' })).toMatchObject({ value: 500 });
  });
});
