import type { Address, Hex } from 'viem';
import type { BroadcastAnswer } from './broadcast-answer.js';
import type { Fees } from './fees.js';

export interface Call {
  readonly from: Address;
  readonly to: Address;
  readonly callData: Hex;
  readonly value: bigint;
}

/** That a transaction is in a block, and what came of it. */
export interface Receipt {
  readonly hash: Hex;
  readonly blockHash: Hex;
  readonly block: number;
  readonly succeeded: boolean;
}

export type TryOut = { readonly gas: bigint } | { readonly revert: string };

/** What transactions need of a chain. Every method throws when the node cannot be asked; nothing is then known. */
export abstract class ChainNode {
  /** What the call would do at the head. */
  abstract tryOut(call: Call): Promise<TryOut>;
  /** Why a call that reverted did so, as far as the head can tell. */
  abstract revertReason(call: Call): Promise<string>;
  abstract fees(): Promise<Fees>;
  abstract head(): Promise<number>;
  /** Null: the present chain does not reach so far. */
  abstract blockHash(block: number): Promise<Hex | null>;
  /** How many nonces the account has used up at the head. */
  abstract used(account: Address): Promise<number>;
  /** Null: in no block of the present chain. */
  abstract receipt(hash: Hex): Promise<Receipt | null>;
  /** Hands it to the chain. Taken is also what it has already, and what has used its nonce: the receipts tell. */
  abstract broadcast(raw: Hex): Promise<BroadcastAnswer>;
}
