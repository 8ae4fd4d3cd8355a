import { Module, type DynamicModule } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { ConfigError, ServiceConfig } from '@sluice/service-host';
import { english, generateMnemonic } from 'viem/accounts';
import { Chains, DomainCheck } from './chains/chains.js';
import { EvmConfig, readEvmConfig } from './evm.config.js';
import { RelayerBalances } from './wallets/relayer-balances.js';
import { FirstRelayer, RelayerFunding, Relayers } from './wallets/relayers.js';
import { ChainRecovery } from './recovery/chain-recovery.js';
import { ChainNodes } from './transactions/chain-node.js';
import { signerNonces, SignerNonces } from './transactions/nonces.js';
import { Transactions } from './transactions/transactions.js';
import { transactions, TransactionStore } from './transactions/transaction.js';
import { LocalWalletSigner, WalletSigner } from './wallets/wallet-signer.js';

/** The collections that a service gives to its `ServiceModule` beside its own. */
export const evmAggregates: readonly ModelDefinition[] = [
  transactions,
  signerNonces,
];

export interface EvmModuleOptions {
  /** Which account of the sandbox's phrase is the service's first relayer. */
  readonly firstRelayer: number;
}

/** Where there is no chain there is nothing to sign, and any phrase does. */
function localSigner({ mnemonic, chains }: EvmConfig): WalletSigner {
  if (mnemonic === undefined && Object.keys(chains).length > 0) throw new ConfigError('The wallets cannot sign: WALLET_MNEMONIC must be given, or another signer.');
  return new LocalWalletSigner(mnemonic ?? generateMnemonic(english));
}

/** Chains, wallets and transactions for one service. Needs `ServiceModule` with the `evmAggregates`. */
@Module({})
export class EvmModule {
  static forRoot({ firstRelayer }: EvmModuleOptions): DynamicModule {
    const parts = [Chains, DomainCheck, RelayerFunding, Relayers, Transactions, ChainRecovery];
    return {
      module: EvmModule,
      global: true,
      providers: [
        ...parts, RelayerBalances, ChainNodes, TransactionStore, SignerNonces,
        { provide: FirstRelayer, useValue: { index: firstRelayer } },
        { provide: EvmConfig, inject: [ServiceConfig], useFactory: ({ service }: ServiceConfig) => readEvmConfig(service) },
        { provide: WalletSigner, inject: [EvmConfig], useFactory: localSigner },
      ],
      exports: [...parts, EvmConfig, WalletSigner],
    };
  }
}
