import { createHash } from 'node:crypto';
import type { Address, HDAccount, Hex } from 'viem';
import { hdKeyToAccount, mnemonicToAccount } from 'viem/accounts';
import type { UsdcAuthorization } from '../usdc/authorization.js';

const MASK_31_BITS = 0x7fff_ffff;

/**
 * Where a wallet's key stands in the tree of keys: two numbers of 31 bits out of the wallet's id, so that everyone who
 * knows the id knows the path, and 62 bits so that no two wallets meet.
 */
export function walletAccountPath(walletId: string): `m/44'/60'/1'/${number}/${number}` {
  const digest = createHash('sha256').update(walletId).digest();
  return `m/44'/60'/1'/${digest.readUInt32BE(0) & MASK_31_BITS}/${digest.readUInt32BE(4) & MASK_31_BITS}`;
}

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

/** The sandbox's wallets: every key is derived from one phrase. */
export class LocalWalletSigner extends WalletSigner {
  private readonly root;

  constructor(mnemonic: string) {
    super();
    this.root = mnemonicToAccount(mnemonic, { path: "m/44'/60'/1'" }).getHdKey();
  }

  override addressOf(walletId: string): Promise<Address> {
    return Promise.resolve(this.accountOf(walletId).address);
  }

  override signTypedData(walletId: string, typedData: UsdcAuthorization): Promise<Hex> {
    return this.accountOf(walletId).signTypedData(typedData);
  }

  override signTransaction(walletId: string, transaction: UnsignedTransaction): Promise<Hex> {
    return this.accountOf(walletId).signTransaction({ type: 'eip1559', ...transaction });
  }

  private accountOf(walletId: string): HDAccount {
    const [, , , , first, second] = walletAccountPath(walletId).split('/');
    return hdKeyToAccount(this.root, { path: `m/${first}/${second}` as `m/44'/60'/${string}` });
  }
}
