import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { counterpartySchema } from './counterparty.js';

export const counterparties = aggregate({
  collection: 'counterparties', state: counterpartySchema, thing: 'counterparty',
  indexes: [
    { tenantId: 1, createdAt: -1, _id: -1 },
    { tenantId: 1, customerId: 1, createdAt: -1, _id: -1 },
  ],
});

@Injectable()
export class Counterparties extends repositoryOf(counterparties) {}
