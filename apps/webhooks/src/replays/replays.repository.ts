import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { replaySchema, type Replay } from './replay.js';

export const REPLAYS = 'replays';

export const replaysSchema: Schema = aggregateSchema({
  ids: [String], subscriptionId: String, from: String, to: String, sinceFailure: Boolean, reason: String, count: Number, at: String,
}).index({ tenantId: 1, at: -1, _id: -1 });

@Injectable()
export class ReplaysRepository extends AggregateStore<Replay> {
  constructor(@InjectModel(REPLAYS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, replaySchema);
  }
}
