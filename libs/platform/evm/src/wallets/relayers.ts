import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ConfigError } from '@sluice/service-host';
import type { Address, Hex, PrivateKeyAccount } from 'viem';
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import { EvmConfig } from '../evm.config.js';
import type { UnsignedTransaction } from './wallet-signer.js';

/** How many relayers a service has in the sandbox. */
const SANDBOX_RELAYERS = 4;

/** Which account of the sandbox's phrase is the service's first relayer. */
export abstract class FirstRelayer {
  abstract readonly index: number;
}

/** The service's own accounts, which pay for gas and own nothing for long. They are the same on every chain. */
@Injectable()
export class Relayers {
  private readonly accounts: readonly PrivateKeyAccount[];

  constructor(config: EvmConfig, { index }: FirstRelayer) {
    this.accounts = accountsOf(config, index);
  }

  addresses(): Address[] {
    return this.accounts.map(({ address }) => address);
  }

  /** The same word always means the same account, as long as the set of keys is the same. */
  addressFor(word: string): Address {
    const place = createHash('sha256').update(word).digest().readUInt32BE(0) % this.accounts.length;
    const account = this.accounts[place];
    if (account === undefined) throw new RangeError('There is no relayer.');
    return account.address;
  }

  /** @throws RangeError when the key is no longer there: what it had begun waits until it is given again. */
  sign(address: Address, transaction: UnsignedTransaction): Promise<Hex> {
    const account = this.accounts.find((candidate) => candidate.address === address);
    if (account === undefined) throw new RangeError(`The key of the relayer ${address} is not configured any more.`);
    return account.signTransaction({ type: 'eip1559', ...transaction });
  }
}

function accountsOf({ mnemonic, relayerKeys, chains }: EvmConfig, first: number): PrivateKeyAccount[] {
  if (Object.keys(chains).length === 0) return [];
  if (relayerKeys) return relayerKeys.map((key) => privateKeyToAccount(key));
  if (mnemonic === undefined) throw new ConfigError('There are no relayers: RELAYER_KEYS_FILE must be given.');
  const root = mnemonicToAccount(mnemonic, { path: "m/44'/60'/0'/0" }).getHdKey();
  return Array.from({ length: SANDBOX_RELAYERS }, (_, place) => {
    const { privateKey } = root.deriveChild(first + place);
    if (!privateKey) throw new ConfigError('The phrase gives no private keys.');
    return privateKeyToAccount(`0x${Buffer.from(privateKey).toString('hex')}`);
  });
}
