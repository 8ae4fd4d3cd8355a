import type { PositionKey, Chain } from '../planner/yield-sources.js';
import type { Wallet } from '../wallet/wallet.js';

type Address = Wallet['address'];

export interface Call {
  readonly to: Address;
  readonly data: `0x${string}`;
}

/** How value gets into and out of the yield positions. */
export abstract class Positions {
  /**
   * Takes USDC units out of a position: converted or withdrawn at once, or asked for where there is a window. What comes
   * out is never less than the units; sized by the position's own previews. Null when it holds less.
   */
  abstract takingOut(key: PositionKey, owner: Address, units: bigint): Promise<Call | null>;
  /** Fetches what was asked for once its window is over. */
  abstract fetching(key: PositionKey, owner: Address, requestId: string): Call;
  /** The number under which a position keeps the request that this transaction made. */
  abstract requestMadeIn(key: PositionKey, transactionHash: `0x${string}`): Promise<string>;
  /**
   * Whether the position would pay a request out now. In the sandbox its window is ended here if the tenant's own time has
   * passed it: the chain's time is everyone's.
   */
  abstract isReady(key: PositionKey, requestId: string): Promise<boolean>;
  abstract chainOf(key: PositionKey): Chain;
}
