import { Injectable } from '@nestjs/common';
import { getWallet, listYieldSources, type WalletView } from '@sluice/contract-liquidity';
import type { Call } from '../../access/call.js';
import { Services } from '../../services/services.js';
import { expectWalletId } from './dialect-route.js';
import type { YieldSources } from './wallet-mapping.js';
import { inWords } from './words.js';

/** What the routes ask about wallets. */
@Injectable()
export class BraidWallets {
  constructor(private readonly services: Services) {}

  /** @throws DomainError `wallet_not_found` */
  find(call: Call, walletId: string): Promise<WalletView> {
    return inWords(this.services.ask(getWallet, { id: expectWalletId(walletId) }, call), { not_found: 'wallet_not_found' });
  }

  async sources(call: Call): Promise<YieldSources> {
    const { sources } = await this.services.ask(listYieldSources, {}, call);
    return sources;
  }
}
