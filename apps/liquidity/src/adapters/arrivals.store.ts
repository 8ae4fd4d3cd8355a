import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { arrivalSchema, type Arrival } from '../portfolio/arrival.js';

export const ARRIVALS = 'portfolio_arrivals';

export const arrivalsSchema = aggregateSchema({ portfolioId: String, what: Object, isCounted: Boolean });

/** The sandbox's holdings and fees that arrived in portfolios, by id. */
@Injectable()
export class Arrivals extends AggregateStore<Arrival> {
  constructor(@InjectModel(ARRIVALS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, arrivalSchema);
  }
}
