import type { Sight } from '../wallet/holdings.js';
import type { Wallet } from '../wallet/wallet.js';

/** What the chains show of wallets now. The only truth about what is there. */
export abstract class ChainSight {
  /** In the order of the wallets. @throws when a chain cannot be asked: nothing is then known. */
  abstract look(wallets: readonly Pick<Wallet, 'address' | 'claims'>[]): Promise<Sight[]>;

  async lookAt(wallet: Pick<Wallet, 'address' | 'claims'>): Promise<Sight> {
    const [sight] = await this.look([wallet]);
    if (sight === undefined) throw new TypeError('A look at one wallet shows one wallet.');
    return sight;
  }
}
