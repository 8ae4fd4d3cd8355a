import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Broadcasts } from '@sluice/messaging';
import { aggregate, Copies, Outbox, repositoryOf, type AggregateModel } from '@sluice/persistence';
import { initialRules, ruleSettingsSchema, type RuleSettings } from './rules.js';

export const ruleSettings = aggregate({ collection: 'rule_settings', state: ruleSettingsSchema });

/** Each tenant's rules by tenant id; a tenant without any has the initial ones. */
@Injectable()
export class RulesInForce extends repositoryOf(ruleSettings) {
  private readonly copies: Copies<RuleSettings>;

  constructor(@InjectModel(ruleSettings.collection) model: AggregateModel, outbox: Outbox, broadcasts: Broadcasts) {
    super(model, outbox);
    this.copies = new Copies(this, broadcasts);
  }

  /** For a screening, from memory: what it is decided by is stored with it. */
  async inForce(tenantId: string): Promise<RuleSettings> {
    return (await this.copies.find(tenantId))?.state ?? initialRules;
  }

  async stored(tenantId: string): Promise<RuleSettings> {
    return (await this.find(tenantId))?.state ?? initialRules;
  }
}
