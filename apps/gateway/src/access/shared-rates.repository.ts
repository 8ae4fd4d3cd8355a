import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Retention } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { GatewayConfig } from '../gateway.config.js';

const COLLECTION = 'request_rates';

/** As rate-limiter-flexible stores them: what a caller has drawn of the second that ends at `expire`. */
interface RequestRate {
  readonly key: string;
  readonly points: number;
  readonly expire: Date;
}

export const requestRateSchema = new Schema<RequestRate>(
  { key: { type: String, required: true }, points: { type: Number, required: true }, expire: { type: Date, required: true } },
  { versionKey: false, collection: COLLECTION },
).index({ key: 1 }, { unique: true });

/** What all instances together have let a caller do in a second. */
@Injectable()
export class SharedRates {
  private readonly limiter: RateLimiterMongo;

  constructor(@InjectModel(COLLECTION) rates: Model<RequestRate>, private readonly config: GatewayConfig, retention: Retention) {
    const rules = { points: config.rateLimitPerSecond, duration: 1, keyPrefix: '' };
    // While the database is away an instance counts alone: a limit is no reason to turn everybody away.
    this.limiter = new RateLimiterMongo({ ...rules, storeClient: rates.db, tableName: COLLECTION, disableIndexesCreation: true, insuranceLimiter: new RateLimiterMemory(rules) });
    retention.addDocuments({ name: COLLECTION, days: 1, filterOf: (before) => ({ expire: { $lt: before } }) });
  }

  /** Draws some of a caller's requests of this second. False when all of them are drawn. */
  async draw(caller: string, requests: number): Promise<boolean> {
    this.limiter.points = this.config.rateLimitPerSecond;
    try {
      await this.limiter.consume(caller, requests);
      return true;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return false;
      throw refused;
    }
  }
}
