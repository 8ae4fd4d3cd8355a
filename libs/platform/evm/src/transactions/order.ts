import type { Address, Hex } from 'viem';
import type { ChainName } from '../chains/chain.js';

/**
 * Who sends: one of the service's relayers, chosen by `relayer` (the same word always means the same key, so calls that
 * build on each other go out in order), or a wallet with its own account.
 */
export type Sender = { readonly relayer: string } | { readonly wallet: string };

/** A call to be made exactly once. */
export interface Order {
  /** The same key is the same call, for good. */
  readonly key: string;
  /** Whose `watch` is told of it. */
  readonly owner: string;
  readonly chain: ChainName;
  readonly from: Sender;
  readonly to: Address;
  readonly data: Hex;
  /** In wei; none when absent. */
  readonly value?: bigint | undefined;
  /** Asked of the node when absent. */
  readonly gas?: bigint | undefined;
}
