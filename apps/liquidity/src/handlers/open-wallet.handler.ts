import { Controller } from '@nestjs/common';
import { openWallet } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { WalletSigner } from '@sluice/evm';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Wallets } from '../adapters/wallets.store.js';
import { TransferWatch } from '../deposits/transfer-watch.js';
import { openedWallet } from '../wallet/open-wallet.js';
import { WalletViews } from '../wallet/wallet-views.js';

@Controller()
export class OpenWalletHandler {
  constructor(
    private readonly wallets: Wallets,
    private readonly views: WalletViews,
    private readonly signer: WalletSigner,
    private readonly watch: TransferWatch,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(openWallet)
  async handle(ask: Ask<typeof openWallet>): Promise<ReplyOf<typeof openWallet>> {
    const { tenantId, body } = ask;
    await this.watch.requireBegun();
    const [address, now] = await Promise.all([this.signer.addressOf(body.id), this.settings.now(tenantId)]);
    const wallet = await this.wallets.change(body.id, ask, (current) => {
      if (current && current.tenantId !== tenantId) throw new DomainError('request_conflict', 'This id stands for another wallet.');
      return openedWallet(current?.state ?? null, body, address, now);
    });
    if (wallet === null) throw new TypeError('A wallet that was opened is there.');
    return this.views.ofOne(wallet);
  }
}
