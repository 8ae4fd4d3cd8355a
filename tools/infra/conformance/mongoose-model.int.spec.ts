import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';

const uri = process.env['MONGODB_URI'] ?? '';
let connection: mongoose.Connection;
let Saga: ReturnType<typeof sagaModel>;

const schema = new mongoose.Schema(
  { _id: String, tenantId: String, reference: String, amount: mongoose.Schema.Types.BigInt, dueAt: Date, version: Number },
  { versionKey: false, timestamps: true },
);
schema.index({ tenantId: 1, reference: 1 }, { unique: true });
schema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $exists: true } } });

beforeAll(async () => {
  connection = await mongoose.createConnection(uri, { dbName: `conformance-${randomUUID()}` }).asPromise();
  Saga = sagaModel(connection);
});

const sagaModel = (on: mongoose.Connection) => on.model('Saga', schema);

afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

describe('a mongoose model', () => {

  it('builds its indexes by itself', async () => {
    await Saga.init();
    const names = (await Saga.collection.indexes()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['_id_', 'tenantId_1_reference_1', 'dueAt_1']));
  });

  it('stores and reads whole numbers beyond 2^53', async () => {
    await Saga.create({ _id: 'w1', tenantId: 't', reference: 'r1', amount: 9_007_199_254_740_993n, version: 1 });
    expect((await Saga.findById('w1'))?.get('amount')).toBe(9_007_199_254_740_993n);
  });

  it('changes by id and version', async () => {
    await Saga.create({ _id: 'w2', tenantId: 't', reference: 'r2', version: 1 });
    const change = () => Saga.findOneAndUpdate({ _id: 'w2', version: 1 }, { $set: { dueAt: new Date(0) }, $inc: { version: 1 } }, { returnDocument: 'after' }).lean();
    expect(await change()).toMatchObject({ version: 2 });
    expect(await change()).toBeNull();
  });

  it('is refused a second document under a unique key', async () => {
    await Saga.create({ _id: 'w3', tenantId: 't', reference: 'r3' });
    await expect(Saga.create({ _id: 'w4', tenantId: 't', reference: 'r3' })).rejects.toMatchObject({ code: 11_000, keyPattern: { tenantId: 1, reference: 1 } });
  });
});
