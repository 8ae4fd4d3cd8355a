import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { counterSchema, type Counter } from './counter.js';
import { limitSettingsSchema, noLimits, type LimitSettings } from './limit.js';

export const LIMIT_SETTINGS = 'limit_settings';

export const limitSettingsDocument = aggregateSchema({ revision: { type: Number, required: true }, limits: { type: [Object], required: true } });

/** Each tenant's limits by tenant id; a tenant without any is not limited. */
@Injectable()
export class LimitsInForce extends AggregateStore<LimitSettings> {
  constructor(@InjectModel(LIMIT_SETTINGS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, limitSettingsSchema);
  }

  async ofTenant(tenantId: string): Promise<LimitSettings> {
    return (await this.find(tenantId))?.state ?? noLimits;
  }
}

export const LIMIT_COUNTERS = 'limit_counters';

export const limitCountersDocument = aggregateSchema({ days: { type: [Object], required: true }, moves: { type: [Object], required: true } });

/** What was taken from each limit, by tenant, scope, subject and currency. */
@Injectable()
export class LimitCounters extends AggregateStore<Counter> {
  constructor(@InjectModel(LIMIT_COUNTERS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, counterSchema);
  }
}
