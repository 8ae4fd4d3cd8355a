import { Controller } from '@nestjs/common';
import { getWallet } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Wallets } from '../adapters/wallets.store.js';
import { WalletViews } from '../wallet/wallet-views.js';

@Controller()
export class GetWalletHandler {
  constructor(private readonly wallets: Wallets, private readonly views: WalletViews) {}

  @OnRequest(getWallet)
  async handle({ tenantId, body }: Ask<typeof getWallet>): Promise<ReplyOf<typeof getWallet>> {
    return this.views.ofOne(await this.wallets.required(tenantId, body.id));
  }
}
