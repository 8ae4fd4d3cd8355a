import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { initialRules, ruleSettingsSchema, type RuleSettings } from './rules.js';

export const ruleSettings = aggregate({ collection: 'rule_settings', state: ruleSettingsSchema });

/** Each tenant's rules by tenant id; a tenant without any has the initial ones. */
@Injectable()
export class RulesInForce extends repositoryOf(ruleSettings) {
  async inForce(tenantId: string): Promise<RuleSettings> {
    return (await this.find(tenantId))?.state ?? initialRules;
  }
}
