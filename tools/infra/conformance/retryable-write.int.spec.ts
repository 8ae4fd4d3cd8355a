import { describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { failureOf, useDatabase } from './database.ts';

const { Long } = mongoose.mongo;
const database = useDatabase();

describe('a write sent again under the same number of a session', () => {
  it('is done once and answered twice', async () => {
    const counters = database.collection();
    await counters.insertOne({ key: 'n', value: 0 });
    const session = database.client().startSession();
    const command = {
      update: counters.collectionName,
      updates: [{ q: { key: 'n' }, u: { $inc: { value: 1 } } }],
      lsid: session.id,
      txnNumber: Long.fromNumber(7),
    };
    const send = () => database.client().db(counters.dbName).command({ ...command });
    expect(await send()).toMatchObject({ n: 1, nModified: 1 });
    expect(await send()).toMatchObject({ n: 1, nModified: 1 });
    expect(await counters.findOne()).toMatchObject({ value: 1 });
    await session.endSession();
  });
});

describe('a command that does not exist', () => {
  it('is refused by its own code', async () => {
    expect((await failureOf(database.client().db('admin').command({ sluiceNonsense: 1 }))).code).toBe(59);
  });
});
