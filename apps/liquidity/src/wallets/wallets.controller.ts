import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { getWallet, listWallets, listYieldSources, openWallet, setWalletStatus } from '@sluice/contract-liquidity';
import { WalletSigner } from '@sluice/evm';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { TransferLog } from '../providers/transfer-log.http.js';
import { yieldSources } from './sources.js';
import { openedWallet } from './wallet.js';
import { WalletViews } from './wallet.view.js';
import { ChainCursors, Wallets } from './wallets.repository.js';

@Controller()
export class WalletsController {
  constructor(
    private readonly wallets: Wallets,
    private readonly views: WalletViews,
    private readonly signer: WalletSigner,
    private readonly cursors: ChainCursors,
    private readonly log: TransferLog,
    private readonly settings: TenantSettings,
  ) {}

  /** A wallet is given out only where everything that reaches it will be seen. */
  @OnRequest(openWallet)
  async open(request: RequestMessage<typeof openWallet>): Promise<ReplyOf<typeof openWallet>> {
    const { tenantId, body } = request;
    await this.cursors.requireAll(this.log.chains());
    const [address, now] = await Promise.all([this.signer.addressOf(body.id), this.settings.now(tenantId)]);
    const wallet = await this.wallets.change(body.id, request, (current) => {
      if (current && current.tenantId !== tenantId) throw new DomainError('request_conflict', 'This id stands for another wallet.');
      return openedWallet(current?.state ?? null, body, address, now);
    });
    if (wallet === null) throw new TypeError('A wallet that was opened is there.');
    return this.views.ofOne(wallet);
  }

  @OnRequest(getWallet)
  async get({ tenantId, body }: RequestMessage<typeof getWallet>): Promise<ReplyOf<typeof getWallet>> {
    return this.views.ofOne(await this.wallets.ofTenant(body.id, tenantId));
  }

  /** Newest first. */
  @OnRequest(listWallets)
  async list({ tenantId, body }: RequestMessage<typeof listWallets>): Promise<ReplyOf<typeof listWallets>> {
    const { found, hasMore } = await this.wallets.list(tenantId, body);
    return { wallets: await this.views.of(found), hasMore };
  }

  /** What was reserved before stays reserved: a status blocks new withdrawals only. */
  @OnRequest(setWalletStatus)
  async setStatus(request: RequestMessage<typeof setWalletStatus>): Promise<ReplyOf<typeof setWalletStatus>> {
    const { tenantId, body: { id, status } } = request;
    const wallet = await this.wallets.change(id, request, (current) => {
      const { state } = this.wallets.owned(current, id, tenantId);
      return state.status === status ? null : { state: { ...state, status } };
    });
    return this.views.ofOne(wallet ?? (await this.wallets.ofTenant(id, tenantId)));
  }

  @OnRequest(listYieldSources)
  listYieldSources(_: RequestMessage<typeof listYieldSources>): Promise<ReplyOf<typeof listYieldSources>> {
    return Promise.resolve({ sources: yieldSources.map(({ windowSeconds: __, ...source }) => source) });
  }
}
