import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { limitSettingsSchema, noLimits, type LimitSettings } from '../limits/limits.js';

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
