import { Controller } from '@nestjs/common';
import { listWallets } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Wallets } from '../adapters/wallets.store.js';
import { WalletViews } from '../wallet/wallet-views.js';

@Controller()
export class ListWalletsHandler {
  constructor(private readonly wallets: Wallets, private readonly views: WalletViews) {}

  /** Newest first. */
  @OnRequest(listWallets)
  async handle({ tenantId, body: { limit, after } }: Ask<typeof listWallets>): Promise<ReplyOf<typeof listWallets>> {
    const found = await this.wallets.page(tenantId, limit + 1, after);
    return { wallets: await this.views.of(found.slice(0, limit)), hasMore: found.length > limit };
  }
}
