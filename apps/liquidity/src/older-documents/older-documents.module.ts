import { Module } from '@nestjs/common';
import { LegsModule } from '../legs/legs.module.js';
import { PortfoliosModule } from '../portfolios/portfolios.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { WalletDepositsModule } from '../wallet-deposits/wallet-deposits.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { OlderNames, OpeningCash } from './older-documents.process.js';

/** Adds what documents of older versions lack. */
@Module({
  imports: [ProvidersModule, PortfoliosModule, WalletsModule, WalletDepositsModule, LegsModule],
  providers: [OlderNames, OpeningCash],
})
export class OlderDocumentsModule {}
