import type { Address, Hex } from 'viem';
import type { UsdcAuthorization } from '../usdc/authorization.js';

/** A transaction that lacks only its signature (EIP-1559). */
export interface UnsignedTransaction {
  readonly chainId: number;
  readonly nonce: number;
  readonly to: Address;
  readonly data: Hex;
  readonly value: bigint;
  readonly gas: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Signs for wallets, wherever their keys are kept. The same question may be asked again after a crash. */
export abstract class WalletSigner {
  /** The wallet's one address on every EVM chain. */
  abstract addressOf(walletId: string): Promise<Address>;
  /** EIP-712 signature, 65 bytes. */
  abstract signTypedData(walletId: string, typedData: UsdcAuthorization): Promise<Hex>;
  /** The raw transaction, ready to be broadcast. */
  abstract signTransaction(walletId: string, transaction: UnsignedTransaction): Promise<Hex>;
}
