import { Module } from '@nestjs/common';
import { documentStoreProvider } from '@sluice/document-store';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { AccountWithdrawals } from './account-withdrawals.js';
import { Documents } from './documents.js';
import { PortfolioWithdrawals } from './portfolio-withdrawals.js';
import { WalletWithdrawals } from './wallet-withdrawals.js';

/** What can be done with withdrawals, for every dialect. */
@Module({
  imports: [PortfoliosModule, WalletsModule],
  providers: [AccountWithdrawals, PortfolioWithdrawals, WalletWithdrawals, Documents, documentStoreProvider],
  exports: [AccountWithdrawals, PortfolioWithdrawals, WalletWithdrawals, Documents],
})
export class WithdrawalsModule {}
