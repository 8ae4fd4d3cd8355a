import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { initialRules, ruleSettingsSchema, type RuleSettings } from './rules.js';

export const RULE_SETTINGS = 'rule_settings';

export const ruleSettingsDocument = aggregateSchema({ revision: { type: Number, required: true }, rules: { type: Object, required: true } });

/** Each tenant's rules by tenant id; a tenant without any has the initial ones. */
@Injectable()
export class RulesInForce extends AggregateStore<RuleSettings> {
  constructor(@InjectModel(RULE_SETTINGS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, ruleSettingsSchema);
  }

  async ofTenant(tenantId: string): Promise<RuleSettings> {
    return (await this.find(tenantId))?.state ?? initialRules;
  }
}
