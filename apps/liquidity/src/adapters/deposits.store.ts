import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { depositSchema, type Deposit } from '../deposits/sandbox-deposit.js';

export const DEPOSITS = 'deposits';

export const depositsSchema = aggregateSchema({ walletId: String, chain: String, units: String, positionKey: String, isDone: Boolean });

/** The sandbox's deposits by id. */
@Injectable()
export class Deposits extends AggregateStore<Deposit> {
  constructor(@InjectModel(DEPOSITS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, depositSchema);
  }
}
