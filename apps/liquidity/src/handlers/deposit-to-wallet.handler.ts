import { Controller } from '@nestjs/common';
import { depositToWallet } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { ServiceConfig } from '@sluice/service-host';
import { Wallets } from '../adapters/wallets.store.js';
import { SandboxDepositProcess } from '../deposits/sandbox-depositing.js';
import { WalletViews } from '../wallet/wallet-views.js';

@Controller()
export class DepositToWalletHandler {
  constructor(private readonly depositing: SandboxDepositProcess, private readonly wallets: Wallets, private readonly views: WalletViews, private readonly config: ServiceConfig) {}

  @OnRequest(depositToWallet)
  async handle(ask: Ask<typeof depositToWallet>): Promise<ReplyOf<typeof depositToWallet>> {
    if (!this.config.sandbox) throw new DomainError('invalid_request', 'Only the sandbox makes USDC.');
    await this.depositing.deposit(ask.body, ask);
    return this.views.ofOne(await this.wallets.required(ask.tenantId, ask.body.walletId));
  }
}
