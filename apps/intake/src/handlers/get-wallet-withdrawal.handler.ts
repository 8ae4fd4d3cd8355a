import { Controller } from '@nestjs/common';
import { getWalletWithdrawal, type WalletWithdrawalView } from '@sluice/contract-intake';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { walletViewOf } from '../withdrawal/wallet-view.js';

@Controller()
export class GetWalletWithdrawalHandler {
  constructor(private readonly withdrawals: Withdrawals) {}

  @OnRequest(getWalletWithdrawal)
  async handle({ tenantId, body }: Ask<typeof getWalletWithdrawal>): Promise<WalletWithdrawalView> {
    return walletViewOf(await this.withdrawals.ofWallet(body, tenantId));
  }
}
