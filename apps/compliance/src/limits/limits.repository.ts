import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { counterSchema } from './counter.js';
import { limitSettingsSchema, noLimits, type LimitSettings } from './limit.js';

export const limitSettings = aggregate({ collection: 'limit_settings', state: limitSettingsSchema });

/** Each tenant's limits by tenant id; a tenant without any is not limited. */
@Injectable()
export class LimitsInForce extends repositoryOf(limitSettings) {
  async inForce(tenantId: string): Promise<LimitSettings> {
    return (await this.find(tenantId))?.state ?? noLimits;
  }
}

export const limitCounters = aggregate({ collection: 'limit_counters', state: counterSchema });

/** What was taken from each limit, by tenant, scope, subject and currency. */
@Injectable()
export class LimitCounters extends repositoryOf(limitCounters) {}
