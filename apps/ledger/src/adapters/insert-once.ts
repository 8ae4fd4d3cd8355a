import mongoose, { type Model } from 'mongoose';

const DUPLICATE_KEY = 11_000;

const isDuplicate = (error: unknown): boolean => error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;

/**
 * Inserts documents that never change, each by itself: one that is there already is left as it is. One by one rather than
 * as a batch, since what a batch does about the documents beside a duplicate differs between databases.
 */
export async function insertOnce<D>(model: Model<D>, documents: readonly D[]): Promise<void> {
  await Promise.all(documents.map((document) => insert(model, document)));
}

async function insert<D>(model: Model<D>, document: D): Promise<void> {
  try {
    await model.create([document]);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}
