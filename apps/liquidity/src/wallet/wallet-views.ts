import { Injectable } from '@nestjs/common';
import type { WalletView } from '@sluice/contract-liquidity';
import type { Versioned } from '@sluice/persistence';
import { ChainBalances } from '../ports/chain-sight.js';
import { viewOfWallet } from './wallet-view.js';
import type { Wallet } from './wallet.js';

/** Wallets as they are booked, with what the chains show of their positions now. */
@Injectable()
export class WalletViews {
  constructor(private readonly sight: ChainBalances) {}

  async of(wallets: readonly Versioned<Wallet>[]): Promise<WalletView[]> {
    const sights = await this.sight.positionsOf(wallets.map(({ state }) => state));
    return wallets.flatMap((wallet, index) => {
      const seen = sights[index];
      return seen === undefined ? [] : [viewOfWallet(wallet, seen)];
    });
  }

  async ofOne(wallet: Versioned<Wallet>): Promise<WalletView> {
    return viewOfWallet(wallet, await this.sight.positionsOfOne(wallet.state));
  }
}
