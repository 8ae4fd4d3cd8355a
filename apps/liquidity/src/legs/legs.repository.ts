import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { legSchema, type Leg } from './leg.js';

export const LEGS = 'legs';

export const legsSchema = aggregateSchema({
  legId: String, attempt: Number, reservationId: String, walletId: String, destinationChain: String, group: Object, status: String, reason: String,
  unwinds: [Object], sourcedAt: String,
});

/** Attempts of payout legs to source their group, by `<legId>/<attempt>`. */
@Injectable()
export class Legs extends AggregateStore<Leg> {
  constructor(@InjectModel(LEGS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, legSchema);
  }
}
