import { Module } from '@nestjs/common';
import { SharedRates } from '@sluice/persistence';
import { BridgingConfig } from '../bridging.config.js';
import { AttestationQuota, AttestationService } from './attestation.http.js';
import { CctpChains, MintFinder } from './cctp-contracts.http.js';
import { CctpBridge } from './cctp.http.js';
import { SolanaSource } from './solana.http.js';
import { UsdcAllowances } from './usdc-allowances.http.js';

/** The outside world: CCTP's contracts, its attestation service, and burns on Solana. */
@Module({
  providers: [BridgingConfig, CctpBridge, CctpChains, MintFinder, AttestationQuota, AttestationService, SharedRates, SolanaSource, UsdcAllowances],
  exports: [BridgingConfig, CctpBridge, CctpChains],
})
export class ProvidersModule {}
