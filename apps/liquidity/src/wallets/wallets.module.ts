import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { WalletViews } from './wallet.view.js';
import { WalletsController } from './wallets.controller.js';
import { CHAIN_CURSORS, ChainCursors, chainCursorsSchema, WALLETS, Wallets, walletsSchema } from './wallets.repository.js';

export const walletAggregates = [
  { name: WALLETS, schema: walletsSchema },
  { name: CHAIN_CURSORS, schema: chainCursorsSchema, collection: CHAIN_CURSORS },
];

/** Wallets: their booked cash, what withdrawals have allocated of it, and what the chains show of them. */
@Module({
  imports: [ProvidersModule],
  controllers: [WalletsController],
  providers: [Wallets, ChainCursors, WalletViews],
  exports: [Wallets, ChainCursors, WalletViews],
})
export class WalletsModule {}
