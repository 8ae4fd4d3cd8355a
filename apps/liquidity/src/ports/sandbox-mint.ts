import type { Chain, PositionKey } from '../planner/yield-sources.js';
import type { Wallet } from '../wallet/wallet.js';
import type { Call } from './positions.js';

/** Test USDC out of nothing. In the sandbox only. */
export abstract class SandboxMint {
  /** Sees to it that this account may mint on the chain. Repeatable. */
  abstract allow(chain: Chain, minter: Wallet['address']): Promise<void>;
  abstract minting(chain: Chain, to: Wallet['address'], units: bigint): Call;
  /** Lets a position take USDC from an account; null when it may already take that much. */
  abstract approving(key: PositionKey, from: Wallet['address'], units: bigint): Promise<Call | null>;
  /** Puts USDC of the sender's into a position, for a wallet. */
  abstract puttingIn(key: PositionKey, wallet: Wallet['address'], units: bigint): Call;
}
