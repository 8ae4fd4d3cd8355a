import { Module, type DynamicModule } from '@nestjs/common';
import { AttestationController } from './attestation/attestation.controller.js';
import { Attestations } from './attestation/attestations.js';
import { BurnSource } from './attestation/burn-source.js';
import { RequestRate } from './attestation/request-rate.js';
import { Solana } from './attestation/solana.js';
import { SolanaController } from './attestation/solana.controller.js';
import { BankController } from './bank/bank.controller.js';
import { Bank } from './bank/bank.js';
import { Callbacks } from './bank/callbacks.js';
import { ChainFaultsController } from './chain/chain-faults.controller.js';
import { ChainFaults } from './chain/chain-faults.js';
import { ControlController } from './control/control.controller.js';
import { CustodianController } from './custodian/custodian.controller.js';
import { Custodian } from './custodian/custodian.js';
import { PricesController } from './custodian/prices.controller.js';
import { Faults } from './control/faults.js';
import { Tenants } from './control/tenants.js';
import { HealthController } from './health.controller.js';
import { SignerController } from './signer/signer.controller.js';
import { Signer } from './signer/signer.js';
import { VotesController } from './signer/votes.controller.js';
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
