import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { z } from 'zod';

export const FAN_OUTS = 'fan_outs';

/** How far a tenant's log has been turned into deliveries. */
const fanOutSchema = z.object({ position: z.int().min(0) });
export type FanOutProgress = z.output<typeof fanOutSchema>;

export const fanOutsSchema: Schema = aggregateSchema({ position: Number });

/** One document for each tenant, under the tenant's id. */
@Injectable()
export class FanOuts extends AggregateStore<FanOutProgress> {
  constructor(@InjectModel(FAN_OUTS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, fanOutSchema);
  }
}
