import { Module } from '@nestjs/common';
import { startTestService, type SandboxChains, type TestService } from '@sluice/builders';
import { ServiceModule } from '@sluice/service-host';
import type { ChainsFile } from '../src/chains/chain.js';
import { chainsFileSchema } from '../src/chains/chain.js';
import { EvmConfig } from '../src/evm.config.js';
import { evmAggregates, EvmModule } from '../src/evm.module.js';

/** A service that does nothing but call contracts. */
@Module({ imports: [ServiceModule.forRoot({ service: 'caller', aggregates: evmAggregates }), EvmModule.forRoot({ firstRelayer: 50 })] })
export class CallsModule {}

export interface CallerOptions {
  readonly namespace?: string;
  readonly change?: (chains: ChainsFile) => ChainsFile;
  readonly overrides?: readonly (readonly [unknown, unknown])[];
}

export const startCaller = ({ chains, mnemonic }: SandboxChains, { namespace, change = (same) => same, overrides = [] }: CallerOptions = {}): Promise<TestService> =>
  startTestService({
    module: CallsModule, service: 'caller', namespace, overrides: [[EvmConfig, { chains: change(chainsFileSchema.parse(chains)), mnemonic }], ...overrides],
  });
