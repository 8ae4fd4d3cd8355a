import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Broadcasts } from '@sluice/messaging';
import { aggregate, Copies, Outbox, repositoryOf, Sealing, type AggregateModel, type Versioned } from '@sluice/persistence';
import { counterpartySchema, type Counterparty } from './counterparty.js';

export const counterparties = aggregate({
  collection: 'counterparties', state: counterpartySchema, thing: 'counterparty', sealed: ['numbers', 'corrections.corrected'],
  indexes: [
    { tenantId: 1, createdAt: -1, _id: -1 },
    { tenantId: 1, customerId: 1, createdAt: -1, _id: -1 },
  ],
});

@Injectable()
export class Counterparties extends repositoryOf(counterparties) {
  private readonly copies: Copies<Counterparty>;

  constructor(@InjectModel(counterparties.collection) model: AggregateModel, outbox: Outbox, sealing: Sealing, broadcasts: Broadcasts) {
    super(model, outbox, sealing);
    this.copies = new Copies(this, broadcasts);
  }

  /** From memory, where that suits: what is paid is decided on a reading. @throws DomainError `not_found` */
  async copyOf(id: string, tenantId: string, suits: (copy: Counterparty) => boolean): Promise<Versioned<Counterparty>> {
    const copy = await this.copies.find(id);
    return copy?.tenantId === tenantId && suits(copy.state) ? copy : this.ofTenant(id, tenantId);
  }
}
