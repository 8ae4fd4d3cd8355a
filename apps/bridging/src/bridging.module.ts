import { Module } from '@nestjs/common';
import { evmAggregates, EvmModule } from '@sluice/evm';
import { ServiceModule } from '@sluice/service-host';
import { CctpBridge } from './adapters/cctp.bridge.js';
import { CctpChains } from './adapters/cctp-chains.js';
import { HttpAttestationService } from './adapters/http-attestation.service.js';
import { LEG_TRANSFERS, Legs, legTransfersSchema } from './adapters/legs.store.js';
import { MintFinder } from './adapters/mint-finder.js';
import { OwnTransfers } from './adapters/own-transfers.js';
import { SolanaSource } from './adapters/solana.source.js';
import { UsdcAllowances } from './adapters/usdc-allowances.js';
import { BridgingConfig } from './bridging.config.js';
import { LegProcess } from './carrier.js';
import { BridgeLegHandler } from './handlers/bridge-leg.handler.js';
import { RecallLegHandler } from './handlers/recall-leg.handler.js';
import { RecognizeTransferHandler } from './handlers/recognize-transfer.handler.js';
import { AttestationService } from './ports/attestation-service.js';
import { Bridge } from './ports/bridge.js';

/** Which account of the sandbox's phrase is bridging's first relayer. */
const FIRST_RELAYER = 30;

const aggregates = [
  { name: LEG_TRANSFERS, schema: legTransfersSchema, collection: LEG_TRANSFERS },
  ...evmAggregates,
];

@Module({
  imports: [ServiceModule.forRoot({ service: 'bridging', aggregates }), EvmModule.forRoot({ firstRelayer: FIRST_RELAYER })],
  controllers: [BridgeLegHandler, RecallLegHandler, RecognizeTransferHandler],
  providers: [
    BridgingConfig, Legs, LegProcess, CctpChains, MintFinder, OwnTransfers, SolanaSource, UsdcAllowances,
    { provide: Bridge, useClass: CctpBridge }, { provide: AttestationService, useClass: HttpAttestationService },
  ],
})
export class BridgingModule {}
