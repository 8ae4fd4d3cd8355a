import { Module } from '@nestjs/common';
import { BridgingConfig } from '../bridging.config.js';
import { AttestationService } from './attestation.http.js';
import { CctpChains, MintFinder } from './cctp-contracts.http.js';
import { CctpBridge } from './cctp.http.js';
import { SolanaSource } from './solana.http.js';
import { UsdcAllowances } from './usdc-allowances.http.js';

/** The outside world: CCTP's contracts, its attestation service, and burns on Solana. */
@Module({
  providers: [BridgingConfig, CctpBridge, CctpChains, MintFinder, AttestationService, SolanaSource, UsdcAllowances],
  exports: [BridgingConfig, CctpBridge, CctpChains],
})
export class ProvidersModule {}
