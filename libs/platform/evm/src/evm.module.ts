import { Module, type DynamicModule } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { ConfigError } from '@sluice/service-host';
import { Chains } from './chains/chains.js';
import { EvmConfig, readEvmConfig } from './evm.config.js';
import { Transactions } from './transactions/transactions.js';
import { LocalWalletSigner } from './wallets/local-wallet.signer.js';
import { WalletSigner } from './wallets/wallet-signer.js';

/** The collections that a service gives to its `ServiceModule` beside its own. */
export const evmAggregates: readonly ModelDefinition[] = [];

export interface EvmModuleOptions {
  /** Which account of the sandbox's phrase is the service's first relayer. */
  readonly firstRelayer: number;
}

function localSigner({ mnemonic }: EvmConfig): WalletSigner {
  if (mnemonic === undefined) throw new ConfigError('The wallets cannot sign: WALLET_MNEMONIC must be given, or another signer.');
  return new LocalWalletSigner(mnemonic);
}

/** Chains, wallets and transactions for one service. */
@Module({})
export class EvmModule {
  static forRoot(_options: EvmModuleOptions): DynamicModule {
    const parts = [Chains, Transactions];
    return {
      module: EvmModule,
      global: true,
      providers: [
        ...parts,
        { provide: EvmConfig, useFactory: () => readEvmConfig(process.env) },
        { provide: WalletSigner, inject: [EvmConfig], useFactory: localSigner },
      ],
      exports: [...parts, EvmConfig, WalletSigner],
    };
  }
}
