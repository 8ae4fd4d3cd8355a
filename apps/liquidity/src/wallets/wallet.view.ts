import { Injectable } from '@nestjs/common';
import type { WalletView } from '@sluice/contract-liquidity';
import type { Versioned } from '@sluice/persistence';
import { ChainBalances } from '../providers/chain-balances.js';
import { earnedIn, holdingsOf, type OnChainPositions } from './holdings.js';
import { sum, usdcJson, type Wallet } from './wallet.js';

/** A wallet as others see it. Holdings without value are left out. */
export function viewOfWallet({ id, state }: Versioned<Wallet>, shown: OnChainPositions): WalletView {
  const { label, status, approvalPolicy, createdAt, address, targets } = state;
  const holdings = holdingsOf(state, shown);
  return {
    id, label, status, approvalPolicy, createdAt, depositAddress: address, targets,
    total: usdcJson(sum(holdings.map(({ value }) => value))),
    withdrawable: usdcJson(sum(holdings.map(({ available }) => available))),
    earned: usdcJson(earnedIn(state, shown)),
    holdings: holdings.filter(({ value }) => value > 0n)
      .map(({ key, chain, value, reserved }) => ({ key, chain, value: usdcJson(value), reserved: usdcJson(reserved) })),
  };
}

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
