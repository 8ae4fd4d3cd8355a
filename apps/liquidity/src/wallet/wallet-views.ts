import { Injectable } from '@nestjs/common';
import type { WalletView } from '@sluice/contract-liquidity';
import type { Versioned } from '@sluice/persistence';
import { ChainBalances } from '../ports/chain-sight.js';
import { viewOfWallet } from './wallet-view.js';
import type { Wallet } from './wallet.js';

/** Wallets as they are booked, with what the chains show of their positions now. */
@Injectable()
export class WalletViews {
  constructor(private readonly balances: ChainBalances) {}

  async of(wallets: readonly Versioned<Wallet>[]): Promise<WalletView[]> {
    const shown = await this.balances.positionsOf(wallets.map(({ state }) => state));
    return wallets.flatMap((wallet, index) => {
      const positions = shown[index];
      return positions === undefined ? [] : [viewOfWallet(wallet, positions)];
    });
  }

  async ofOne(wallet: Versioned<Wallet>): Promise<WalletView> {
    return viewOfWallet(wallet, await this.balances.positionsOfOne(wallet.state));
  }
}
