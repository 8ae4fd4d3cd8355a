import { hasPositions, noPositions, type PositionSight } from '../wallet/holdings.js';
import type { Sight } from '../wallet/on-chain.js';
import type { Wallet } from '../wallet/wallet.js';

export type Looked = Pick<Wallet, 'address' | 'claims'>;

/** What the chains show of wallets now: what their positions are worth, and whether what is booked is really there. */
export abstract class ChainSight {
  /** In the order of the wallets. @throws when a chain cannot be asked: nothing is then known. */
  abstract look(wallets: readonly Looked[]): Promise<Sight[]>;

  /** What of their positions is there; wallets without any are not asked about. */
  abstract lookAtPositions(wallets: readonly Looked[]): Promise<PositionSight[]>;

  async positionsOf(wallets: readonly Pick<Wallet, 'address' | 'claims' | 'flows'>[]): Promise<PositionSight[]> {
    const holders = wallets.filter(hasPositions);
    const seen = new Map((await this.lookAtPositions(holders)).map((sight, index) => [holders[index], sight]));
    return wallets.map((wallet) => seen.get(wallet) ?? noPositions);
  }

  async positionsOfOne(wallet: Pick<Wallet, 'address' | 'claims' | 'flows'>): Promise<PositionSight> {
    const [sight] = await this.positionsOf([wallet]);
    return sight ?? noPositions;
  }

  async lookAt(wallet: Looked): Promise<Sight> {
    const [sight] = await this.look([wallet]);
    if (sight === undefined) throw new TypeError('A look at one wallet shows one wallet.');
    return sight;
  }
}
