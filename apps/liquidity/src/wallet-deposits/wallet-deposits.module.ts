import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { SandboxDepositProcess } from './sandbox-deposits.process.js';
import { TransferWatch } from './transfer-watch.process.js';
import { WalletDepositsController } from './wallet-deposits.controller.js';
import { DepositBooking } from './wallet-deposits.process.js';
import { Deposits, deposits, walletDeposits, WalletDeposits } from './wallet-deposits.repository.js';

export const walletDepositAggregates = [
  deposits,
  walletDeposits,
];

/** Deposits to wallets: found on the chains or made by the sandbox, announced, and counted once the ledger has booked them. */
@Module({
  imports: [ProvidersModule, WalletsModule],
  controllers: [WalletDepositsController],
  providers: [WalletDeposits, Deposits, DepositBooking, SandboxDepositProcess, TransferWatch],
  exports: [Deposits],
})
export class WalletDepositsModule {}
