import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { bridgingSchema, type Bridging } from '../transfers/bridging.js';

export const TRANSFERS = 'transfers';

export const transfersSchema = aggregateSchema({ status: { type: String, required: true }, asked: Object, reason: { type: String, required: true } });

/** What was carried, or was not, for each withdrawal, by withdrawal id. */
@Injectable()
export class Transfers extends AggregateStore<Bridging> {
  constructor(@InjectModel(TRANSFERS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, bridgingSchema);
  }
}
