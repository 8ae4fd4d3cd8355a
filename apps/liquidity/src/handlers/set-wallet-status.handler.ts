import { Controller } from '@nestjs/common';
import { setWalletStatus } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Wallets } from '../adapters/wallets.store.js';
import { WalletViews } from '../wallet/wallet-views.js';

@Controller()
export class SetWalletStatusHandler {
  constructor(private readonly wallets: Wallets, private readonly views: WalletViews) {}

  /** What was reserved before stays reserved: a status holds up new withdrawals only. */
  @OnRequest(setWalletStatus)
  async handle(ask: Ask<typeof setWalletStatus>): Promise<ReplyOf<typeof setWalletStatus>> {
    const { tenantId, body: { id, status } } = ask;
    const wallet = await this.wallets.change(id, ask, (current) => {
      if (current?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such wallet.');
      return current.state.status === status ? null : { state: { ...current.state, status } };
    });
    return this.views.ofOne(wallet ?? (await this.wallets.required(tenantId, id)));
  }
}
