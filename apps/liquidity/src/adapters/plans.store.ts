import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { planSchema, type Plan } from '../plans/plan.js';

export const PLANS = 'plans';

export const plansSchema = aggregateSchema({
  status: { type: String, required: true }, accountId: { type: String, required: true }, asked: Object, legs: [Object], reason: String,
});

/** Sourcing plans by withdrawal id. */
@Injectable()
export class Plans extends AggregateStore<Plan> {
  constructor(@InjectModel(PLANS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, planSchema);
  }
}
