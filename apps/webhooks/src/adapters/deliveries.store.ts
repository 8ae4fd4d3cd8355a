import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { DomainError } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { deliverySchema, type Delivery } from '../delivery/delivery.js';

export const DELIVERIES = 'deliveries';

export const deliveriesSchema: Schema = aggregateSchema({
  dialect: String, subscriptionId: String, eventId: String, type: { type: String }, withdrawalId: String, url: String, body: String, status: String,
  attempts: [Object], createdAt: String, happenedAt: String,
})
  .index({ tenantId: 1, createdAt: -1, _id: -1 })
  .index({ subscriptionId: 1 })
  .index({ withdrawalId: 1 });

@Injectable()
export class Deliveries extends AggregateStore<Delivery> {
  constructor(@InjectModel(DELIVERIES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, deliverySchema);
  }

  /** @throws DomainError `not_found` when there is none, or it is another tenant's. */
  async mine(id: string, tenantId: string): Promise<Versioned<Delivery>> {
    const found = await this.find(id);
    if (found?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such delivery.');
    return found;
  }
}
