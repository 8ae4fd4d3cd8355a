import type { WalletTransfer } from '../deposits/wallet-deposit.js';
import type { Chain } from '../planner/yield-sources.js';

/** A transfer as a list of many shows it: by its place in its block, from which `transfersTo` finds that in its transaction. */
export interface LoggedTransfer extends Omit<WalletTransfer, 'position'> {
  readonly logIndex: number;
}

/** The block at a height, and the one that it follows. */
export interface Block {
  readonly hash: string;
  readonly parentHash: string;
}

/** Transfers of USDC as chains have written them down. Every method throws when a chain cannot be asked: nothing is then known. */
export abstract class TransferLog {
  abstract chains(): Chain[];
  abstract pollMs(chain: Chain): number;
  /** The highest block that no reorganisation should reach; below zero while there is none. */
  abstract finalBlock(chain: Chain): Promise<number>;
  /** Null: there is no such block, or it is not remembered. */
  abstract block(chain: Chain, block: number): Promise<Block | null>;
  /** Every transfer in these blocks, both included. @throws also when that is more than a node will list at once. */
  abstract transfers(chain: Chain, fromBlock: number, toBlock: number): Promise<LoggedTransfer[]>;
  /** Of those to these addresses in blocks that are not final yet: the sum for each, by address in lower case. */
  abstract coming(chain: Chain, addresses: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
  /** The position of a log in its transaction. @throws when the transaction is not there. */
  abstract positionOf(chain: Chain, transfer: Pick<LoggedTransfer, 'hash' | 'logIndex'>): Promise<number>;
  /** The block that the transaction is in now; null: in none. */
  abstract blockOf(chain: Chain, hash: string): Promise<number | null>;
}
