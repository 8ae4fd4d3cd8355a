import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import mongoose from 'mongoose';

export type Collection = mongoose.mongo.Collection;
export type Fields = Record<string, unknown>;

const { MongoClient } = mongoose.mongo;

/** The database under test is whichever MONGODB_URI names. */
export function openClient(): mongoose.mongo.MongoClient {
  const uri = process.env['MONGODB_URI'];
  if (!uri) throw new Error('MONGODB_URI is not set: these tests need a database');
  return new MongoClient(uri);
}

/** A database of this spec's own, dropped when the spec is over. The function gives a new empty collection each time. */
export function useDatabase(): { collection: () => Collection; client: () => mongoose.mongo.MongoClient } {
  const name = `conformance-${randomUUID()}`;
  const client = openClient();
  let count = 0;
  beforeAll(async () => void (await client.connect()));
  afterAll(async () => {
    await client.db(name).dropDatabase();
    await client.close();
  });
  return { collection: () => client.db(name).collection(`c${++count}`), client: () => client };
}

/** What a promise was rejected with; fails when it was not. */
export async function failureOf(work: Promise<unknown>): Promise<mongoose.mongo.MongoServerError> {
  const failure: unknown = await work.then(() => undefined, (error: unknown) => error);
  if (failure instanceof mongoose.mongo.MongoServerError) return failure;
  throw new Error('The server was expected to refuse, and did not', { cause: failure });
}

/** Runs the same work many times at once and gives the outcomes that were no failures. */
export async function manyAtOnce<T>(times: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => work(index)));
}
