import type { Address, Hex, HDAccount } from 'viem';
import { hdKeyToAccount, mnemonicToAccount } from 'viem/accounts';
import type { UsdcAuthorization } from '../usdc/authorization.js';
import { walletAccountPath } from './wallet-path.js';
import { WalletSigner, type UnsignedTransaction } from './wallet-signer.js';

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
