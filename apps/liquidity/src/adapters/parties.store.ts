import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, Outbox, type AggregateModel } from '@sluice/persistence';
import { partySchema, type Party } from '../party/party.js';
import { inSerialOrder, SerialStore } from './serial.store.js';

export const PARTIES = 'parties';

export const partiesSchema = inSerialOrder(aggregateSchema({ serial: Number, name: String, status: String, createdAt: String }));

/** Parties by id. */
@Injectable()
export class Parties extends SerialStore<Party> {
  constructor(@InjectModel(PARTIES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, partySchema);
  }
}
