import { Module } from '@nestjs/common';
import { PortfolioTransactionsModule } from '../portfolio-transactions/portfolio-transactions.module.js';
import { PortfolioWithdrawalsModule } from '../portfolio-withdrawals/portfolio-withdrawals.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { CashRaisingController } from './cash-raising.controller.js';
import { CashRaisingProcess } from './cash-raising.process.js';
import { SaleOrderProcess } from './sale-orders.process.js';

/** Sells holdings where the cash of a withdrawal is short. The orders are kept in the portfolio's document: there is no collection of their own. */
@Module({
  imports: [ProvidersModule, PortfoliosModule, PortfolioTransactionsModule, PortfolioWithdrawalsModule],
  controllers: [CashRaisingController],
  providers: [CashRaisingProcess, SaleOrderProcess],
})
export class CashRaisingModule {}
