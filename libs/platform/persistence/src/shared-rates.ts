import { Injectable } from '@nestjs/common';
import { InjectModel, type ModelDefinition } from '@nestjs/mongoose';
import { Schema, type Model } from 'mongoose';
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { Retention } from './retention.js';

const COLLECTION = 'request_rates';

/** As rate-limiter-flexible stores them: what was drawn of the span that ends at `expire`. */
interface RequestRate {
  readonly key: string;
  readonly points: number;
  readonly expire: Date;
}

/** What a service with shared rates stores for them. */
export const sharedRates: ModelDefinition = {
  name: COLLECTION, collection: COLLECTION,
  schema: new Schema<RequestRate>({ key: { type: String, required: true }, points: { type: Number, required: true }, expire: { type: Date, required: true } }, { versionKey: false, collection: COLLECTION })
    .index({ key: 1 }, { unique: true }),
};

/** So many requests in a span of time, of all instances together. A span begins with the first request that needs it. */
export class SharedRate {
  constructor(private readonly limiter: RateLimiterMongo, private readonly alone: RateLimiterMemory, private readonly most: () => number) {}

  /** Draws some requests of the running span. @returns 0 when they are drawn, or else in how many milliseconds the next span may begin */
  async draw(key: string, requests: number): Promise<number> {
    this.limiter.points = this.alone.points = this.most();
    try {
      await this.limiter.consume(key, requests);
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(refused.msBeforeNext, 1);
      throw refused;
    }
  }

  /** Nothing can be drawn by anybody for some time. */
  async block(key: string, seconds: number): Promise<void> {
    await this.limiter.block(key, seconds);
  }
}

/** Counts that all instances of a service share (docs/decisions/0034). */
@Injectable()
export class SharedRates {
  constructor(@InjectModel(COLLECTION) private readonly rates: Model<RequestRate>, retention: Retention) {
    retention.addDocuments({ name: COLLECTION, days: 1, filterOf: (before) => ({ expire: { $lt: before } }) });
  }

  /** While the database is away an instance counts alone: a limit is no reason to stand still. */
  every(seconds: number, most: () => number): SharedRate {
    const rules = { points: most(), duration: seconds, keyPrefix: '' };
    const alone = new RateLimiterMemory(rules);
    return new SharedRate(new RateLimiterMongo({ ...rules, storeClient: this.rates.db, tableName: COLLECTION, disableIndexesCreation: true, insuranceLimiter: alone }), alone, most);
  }
}
