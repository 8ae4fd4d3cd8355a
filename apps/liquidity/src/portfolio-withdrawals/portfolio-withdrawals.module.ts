import { Module } from '@nestjs/common';
import { PortfolioTransactionsModule } from '../portfolio-transactions/portfolio-transactions.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { PortfolioWithdrawalsController } from './portfolio-withdrawals.controller.js';
import { AdmissionProcess, CompletionProcess } from './portfolio-withdrawals.process.js';
import { PortfolioWithdrawals, portfolioWithdrawals } from './portfolio-withdrawal.js';

export const portfolioWithdrawalAggregates = [portfolioWithdrawals];

/** Withdrawals from portfolios: admission by the rules, release, completion, and the outcome of each for good. */
@Module({
  imports: [PortfoliosModule, PortfolioTransactionsModule],
  controllers: [PortfolioWithdrawalsController],
  providers: [PortfolioWithdrawals, AdmissionProcess, CompletionProcess],
  exports: [PortfolioWithdrawals],
})
export class PortfolioWithdrawalsModule {}
