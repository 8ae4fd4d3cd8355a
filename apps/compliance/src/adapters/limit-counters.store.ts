import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { counterSchema, type Counter } from '../limits/counter.js';

export const LIMIT_COUNTERS = 'limit_counters';

export const limitCountersDocument = aggregateSchema({ days: { type: [Object], required: true }, moves: { type: [Object], required: true } });

/** What was taken from each limit, by tenant, scope, subject and currency. */
@Injectable()
export class LimitCounters extends AggregateStore<Counter> {
  constructor(@InjectModel(LIMIT_COUNTERS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, counterSchema);
  }
}
