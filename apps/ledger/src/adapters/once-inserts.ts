import { Grouped, type Outcome } from '@sluice/persistence';
import mongoose, { type Model } from 'mongoose';

const DUPLICATE_KEY = 11_000;

/** An absent value must stay absent: the driver would store it as null. */
const options = { ignoreUndefined: true };

const isDuplicate = (error: unknown): boolean => error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;

/** Inserts documents that never change, in groups: one that is there already is left as it is. */
export class OnceInserts<D extends object> {
  private readonly inserts = new Grouped<D, void>((documents) => this.insertAll(documents));

  constructor(private readonly model: Model<D>) {}

  async add(documents: readonly D[]): Promise<void> {
    await Promise.all(documents.map((document) => this.inserts.add(document)));
  }

  /** What a batch does about the documents beside a duplicate differs between databases, so then each is inserted by itself. */
  private async insertAll(documents: readonly D[]): Promise<Outcome<void>[]> {
    if (documents.length > 1) {
      const together = await this.model.collection.insertMany([...documents] as never, { ordered: false, ...options }).catch(() => null);
      if (together !== null) return documents.map(() => ({ status: 'fulfilled', value: undefined }));
    }
    return Promise.allSettled(documents.map((document) => this.insert(document)));
  }

  private async insert(document: D): Promise<void> {
    try {
      await this.model.collection.insertOne(document, options);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }
}
