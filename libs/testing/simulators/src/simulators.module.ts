import type { AddressInfo, Server } from 'node:net';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AttestationController } from './attestation/attestation.controller.js';
import { Attestations, RequestRate } from './attestation/attestations.js';
import { BurnSource } from './attestation/burns.js';
import { Solana, SolanaController } from './attestation/solana.js';
import { BankController } from './bank/bank.controller.js';
import { Bank } from './bank/bank.js';
import { Callbacks } from './bank/callbacks.js';
import { ChainFaults, ChainFaultsController } from './chain/chain-faults.js';
import { ControlController, HealthController } from './control/control.controller.js';
import { Faults } from './control/faults.js';
import { Tenants } from './control/tenants.js';
import { CustodianController, PricesController } from './custodian/custodian.controller.js';
import { Custodian } from './custodian/custodian.js';
import { SignerController, VotesController } from './signer/signer.controller.js';
import { Signer } from './signer/signer.js';
import { SimulatorsOptions } from './simulators.options.js';

/** The outside world, one folder for each part of it. */
@Module({})
export class SimulatorsModule {
  static with(options: SimulatorsOptions): DynamicModule {
    return {
      module: SimulatorsModule,
      controllers: [
        HealthController, ControlController, BankController, CustodianController, PricesController, AttestationController, SolanaController, SignerController,
        VotesController, ChainFaultsController,
      ],
      providers: [{ provide: SimulatorsOptions, useValue: options }, Tenants, Faults, Bank, Callbacks, Custodian, Attestations, BurnSource, Solana, RequestRate, Signer, ChainFaults],
    };
  }
}

export interface Simulators {
  readonly url: string;
  /** Ends all connections and timers; what happened stays in the journals. */
  stop(): Promise<void>;
}

/** Starts all simulators in this process; port 0 is any free one. */
export async function startSimulators({ port, ...options }: SimulatorsOptions & { port: number }): Promise<Simulators> {
  const app = await NestFactory.create(SimulatorsModule.with(options), { logger: ['error', 'warn'], forceCloseConnections: true, abortOnError: false, rawBody: true });
  await app.listen(port);
  const address = (app.getHttpServer() as Server).address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, stop: () => app.close() };
}
