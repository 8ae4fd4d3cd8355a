import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { replayViewSchema, type ReplayView } from '@sluice/contract-webhooks';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import type { z } from 'zod';

/** What was sent again, when and why. `count`: deliveries sent again. */
export const replaySchema = replayViewSchema.omit({ id: true });
export type Replay = z.output<typeof replaySchema>;

export const replayViewOf = ({ id, state }: Versioned<Replay>): ReplayView => ({ id, ...state });

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
