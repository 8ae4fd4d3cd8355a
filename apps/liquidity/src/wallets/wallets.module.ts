import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { WalletViews } from './wallet.view.js';
import { WalletsController } from './wallets.controller.js';
import { chainCursors, ChainCursors, wallets, Wallets } from './wallets.repository.js';

export const walletAggregates = [
  wallets,
  chainCursors,
];

/** Wallets: their booked cash, what withdrawals have allocated of it, and what the chains show of them. */
@Module({
  imports: [ProvidersModule],
  controllers: [WalletsController],
  providers: [Wallets, ChainCursors, WalletViews],
  exports: [Wallets, ChainCursors, WalletViews],
})
export class WalletsModule {}
