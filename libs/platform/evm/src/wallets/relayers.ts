import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ConfigError, ServiceConfig } from '@sluice/service-host';
import { type Address, createTestClient, type Hex, http, parseEther, type PrivateKeyAccount } from 'viem';
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import type { ChainName } from '../chains/chain.js';
import { Chains } from '../chains/chains.js';
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

  /** The same name always means the same account, as long as the set of keys is the same. */
  addressFor(relayer: string): Address {
    const index = createHash('sha256').update(relayer).digest().readUInt32BE(0) % this.accounts.length;
    const account = this.accounts[index];
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
  return Array.from({ length: SANDBOX_RELAYERS }, (_, index) => {
    const { privateKey } = root.deriveChild(first + index);
    if (!privateKey) throw new ConfigError('The phrase gives no private keys.');
    return privateKeyToAccount(`0x${Buffer.from(privateKey).toString('hex')}`);
  });
}

const ENOUGH = parseEther('10');
const PLENTY = parseEther('1000');

/** In the sandbox nobody has to earn what gas costs: accounts are given it. In production operators see to that, and this does nothing. */
@Injectable()
export class RelayerFunding implements OnApplicationBootstrap {
  private readonly logger = new Logger(RelayerFunding.name);

  constructor(private readonly config: ServiceConfig, private readonly chains: Chains, private readonly relayers: Relayers) {}

  /** A chain that cannot be reached yet does not hold up the start; its relayers are provided for when they first send. */
  async onApplicationBootstrap(): Promise<void> {
    const wanted = this.chains.names().flatMap((chain) => this.relayers.addresses().map((address) => ({ chain, address })));
    await Promise.all(wanted.map(({ chain, address }) => this.provide(chain, address).catch((error: unknown) => this.logger.warn(`No gas money on ${chain} yet: ${String(error)}`))));
  }

  /** Sees to it that an account can pay for its transactions on this chain. */
  async provide(chain: ChainName, address: Address): Promise<void> {
    if (!this.config.sandbox) return;
    const { client, settings } = this.chains.of(chain);
    if ((await client.getBalance({ address })) >= ENOUGH) return;
    await createTestClient({ mode: 'anvil', transport: http(settings.rpcUrl) }).setBalance({ address, value: PLENTY });
  }
}
