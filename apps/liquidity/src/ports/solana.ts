import type { Wallet } from '../wallet/wallet.js';
import type { LoggedTransfer } from './transfer-log.js';

/** What a wallet has on Solana, in USDC units, and under which nonces cash has left from there. */
export interface SolanaAccount {
  readonly units: bigint;
  readonly burned: ReadonlySet<string>;
}

/** Solana holds cash that other chains can be paid from, and nothing else (spec/braid.md). */
export abstract class Solana {
  /** False where nobody is told of to ask: wallets then have nothing there. */
  abstract readonly isThere: boolean;
  /** In the order of the wallets. @throws when it cannot be asked: nothing is then known. */
  abstract accounts(addresses: readonly Wallet['address'][]): Promise<SolanaAccount[]>;
  /** How many transfers there have been: each is final, and has a block of its own. */
  abstract height(): Promise<number>;
  abstract transfers(fromBlock: number, toBlock: number): Promise<LoggedTransfer[]>;
  /** Sandbox: USDC out of nothing, once for each deposit. */
  abstract deposit(depositId: string, address: Wallet['address'], units: bigint): Promise<void>;
}
