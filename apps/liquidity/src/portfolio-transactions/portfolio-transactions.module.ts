import { Module } from '@nestjs/common';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { TransactionsController } from './transactions.controller.js';
import { PortfolioTransactions, portfolioTransactions } from './transactions.repository.js';

export const portfolioTransactionAggregates = [portfolioTransactions];

/** What has happened to portfolios, as their owners see it: deposits, sales, withdrawals, charges, returns. */
@Module({
  imports: [PortfoliosModule],
  controllers: [TransactionsController],
  providers: [PortfolioTransactions],
  exports: [PortfolioTransactions],
})
export class PortfolioTransactionsModule {}
