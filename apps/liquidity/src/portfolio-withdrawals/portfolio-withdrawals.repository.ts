import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { recordSchema, type WithdrawalRecord } from './portfolio-withdrawal.js';

export const PORTFOLIO_WITHDRAWALS = 'portfolio_withdrawals';

export const portfolioWithdrawalsSchema = aggregateSchema({
  portfolioId: String, status: String, reason: String, admission: Object, raised: Object, payment: Object, feePortfolioId: String,
});

/** What came of every withdrawal from a portfolio, by its id. */
@Injectable()
export class PortfolioWithdrawals extends AggregateStore<WithdrawalRecord> {
  constructor(@InjectModel(PORTFOLIO_WITHDRAWALS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, recordSchema);
  }
}
