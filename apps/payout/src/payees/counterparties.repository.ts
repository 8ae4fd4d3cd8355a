import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { DomainError } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { counterpartySchema, type Counterparty } from './counterparty.js';

export const COUNTERPARTIES = 'counterparties';

export const counterpartiesSchema: Schema = aggregateSchema({
  customerId: String, type: String, status: String, supportedRails: [String], name: String, relationship: String, numbers: Object, createdAt: String, corrections: [Object],
})
  .index({ tenantId: 1, createdAt: -1, _id: -1 })
  .index({ tenantId: 1, customerId: 1, createdAt: -1, _id: -1 });

@Injectable()
export class Counterparties extends AggregateStore<Counterparty> {
  constructor(@InjectModel(COUNTERPARTIES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, counterpartySchema);
  }

  /** @throws DomainError `not_found` when there is none by this id, or it is another tenant's. */
  async ofTenant(id: string, tenantId: string): Promise<Versioned<Counterparty>> {
    const found = await this.find(id);
    if (found?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such counterparty.');
    return found;
  }
}
