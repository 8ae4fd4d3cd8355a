import { hasPositions, noPositions, type OnChainPositions, type OnChainWallet } from '../wallets/holdings.js';
import type { Wallet } from '../wallets/wallet.js';

export type WalletOnChain = Pick<Wallet, 'address' | 'allocations'>;

/** What the chains show of wallets now: what their positions are worth, and whether what is booked is really there. */
export abstract class ChainBalances {
  /** In the order of the wallets. @throws when a chain cannot be reached: nothing is then known. */
  abstract balancesOf(wallets: readonly WalletOnChain[]): Promise<OnChainWallet[]>;

  /** What the chains show of their positions. */
  abstract readPositions(wallets: readonly WalletOnChain[]): Promise<OnChainPositions[]>;

  async positionsOf(wallets: readonly Pick<Wallet, 'address' | 'allocations' | 'flows'>[]): Promise<OnChainPositions[]> {
    const holders = wallets.filter(hasPositions);
    const seen = new Map((await this.readPositions(holders)).map((shown, index) => [holders[index], shown]));
    return wallets.map((wallet) => seen.get(wallet) ?? noPositions);
  }

  async positionsOfOne(wallet: Pick<Wallet, 'address' | 'allocations' | 'flows'>): Promise<OnChainPositions> {
    const [shown] = await this.positionsOf([wallet]);
    return shown ?? noPositions;
  }

  async balancesOfOne(wallet: WalletOnChain): Promise<OnChainWallet> {
    const [shown] = await this.balancesOf([wallet]);
    if (shown === undefined) throw new TypeError('The balances of one wallet are one.');
    return shown;
  }
}
