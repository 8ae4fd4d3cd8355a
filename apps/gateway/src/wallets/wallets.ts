import { Injectable } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { openAccount } from '@sluice/contract-ledger';
import { estimateTimes, getWallet, listWallets, listYieldSources, openWallet, previewWithdrawal, type WalletView } from '@sluice/contract-liquidity';
import { Services, type BodyFor, type Caller } from '../services/services.js';

export type YieldSources = ReplyOf<typeof listYieldSources>['sources'];

/** Portfolio wallets of stablecoins. */
@Injectable()
export class Wallets {
  constructor(private readonly services: Services) {}

  /** Opened in liquidity, which holds its positions, and in the ledger, which books its money; each once, so what was begun is finished when it is ordered again. */
  async open(caller: Caller, order: BodyFor<typeof openWallet>): Promise<WalletView> {
    const wallet = await this.services.request(openWallet, order, caller);
    await this.services.request(openAccount, { id: order.id, kind: 'wallet', owner: caller.tenantId, currency: 'USDC', nickname: order.label }, caller);
    return wallet;
  }

  list(caller: Caller, page: BodyFor<typeof listWallets>): Promise<ReplyOf<typeof listWallets>> {
    return this.services.request(listWallets, page, caller);
  }

  /** @throws DomainError `not_found` */
  find(caller: Caller, id: string): Promise<WalletView> {
    return this.services.request(getWallet, { id }, caller);
  }

  /** Where the money in wallets can be put to earn. */
  async yieldSources(caller: Caller): Promise<YieldSources> {
    return (await this.services.request(listYieldSources, {}, caller)).sources;
  }

  /** What a withdrawal would do now. */
  preview(caller: Caller, order: BodyFor<typeof previewWithdrawal>): Promise<ReplyOf<typeof previewWithdrawal>> {
    return this.services.request(previewWithdrawal, order, caller);
  }

  /** How long a withdrawal would take. */
  estimate(caller: Caller, order: BodyFor<typeof estimateTimes>): Promise<ReplyOf<typeof estimateTimes>> {
    return this.services.request(estimateTimes, order, caller);
  }
}
