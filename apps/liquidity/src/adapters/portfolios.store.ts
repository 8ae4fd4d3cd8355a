import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, Outbox, type AggregateModel } from '@sluice/persistence';
import { portfolioSchema, type Portfolio } from '../portfolio/portfolio.js';
import { inSerialOrder, SerialStore } from './serial.store.js';

export const PORTFOLIOS = 'portfolios';

export const portfoliosSchema = inSerialOrder(aggregateSchema({
  serial: Number, partyId: String, name: String, currency: String, mandate: String, accountType: String, status: String, createdAt: String,
  holdings: [Object], accruedFees: [Object], countedArrivals: [String], places: [Object], settling: [Object],
}));
portfoliosSchema.index({ tenantId: 1, partyId: 1, serial: 1 });

/** Portfolios by id, each with what it holds and the withdrawals that have a place in it: one document, so that no two can take one place. */
@Injectable()
export class Portfolios extends SerialStore<Portfolio> {
  constructor(@InjectModel(PORTFOLIOS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, portfolioSchema);
  }
}
