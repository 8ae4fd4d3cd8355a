import { Module } from '@nestjs/common';
import { evmAggregates, EvmModule } from '@sluice/evm';
import { ServiceModule } from '@sluice/service-host';
import { CashRaisingModule } from './cash-raising/cash-raising.module.js';
import { legAggregates, LegsModule } from './legs/legs.module.js';
import { OlderDocumentsModule } from './older-documents/older-documents.module.js';
import { portfolioTransactionAggregates, PortfolioTransactionsModule } from './portfolio-transactions/portfolio-transactions.module.js';
import { portfolioWithdrawalAggregates, PortfolioWithdrawalsModule } from './portfolio-withdrawals/portfolio-withdrawals.module.js';
import { portfolioAggregates, PortfoliosModule } from './portfolios/portfolios.module.js';
import { sourcingAggregates, SourcingModule } from './sourcing/sourcing.module.js';
import { walletDepositAggregates, WalletDepositsModule } from './wallet-deposits/wallet-deposits.module.js';
import { walletAggregates, WalletsModule } from './wallets/wallets.module.js';

const aggregates = [
  ...sourcingAggregates, ...walletAggregates, ...legAggregates, ...walletDepositAggregates,
  ...portfolioAggregates, ...portfolioTransactionAggregates, ...portfolioWithdrawalAggregates, ...evmAggregates,
];

/** Which account of the sandbox's phrase is the first that this service sends from. */
const FIRST_RELAYER = 20;

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'liquidity', aggregates }), EvmModule.forRoot({ firstRelayer: FIRST_RELAYER }),
    WalletsModule, WalletDepositsModule, SourcingModule, LegsModule,
    PortfoliosModule, PortfolioTransactionsModule, PortfolioWithdrawalsModule, CashRaisingModule,
    OlderDocumentsModule,
  ],
})
export class LiquidityModule {}
