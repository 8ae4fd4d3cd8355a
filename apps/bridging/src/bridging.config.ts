import { Injectable } from '@nestjs/common';
import { evmEnvironment } from '@sluice/evm';
import { environmentOf, outsideSandbox, readEnvironment } from '@sluice/service-host';
import { z } from 'zod';

const url = (error: string) => z.url({ protocol: /^https?$/, error });

const variables = {
  ATTESTATION_URL: outsideSandbox(url('an http(s) address').describe('The attestation service of the bridge')),
  ATTESTATION_REQUESTS_PER_SECOND: z.coerce.number('a number from 1 to 35').min(1, 'a number from 1 to 35').max(35, 'a number from 1 to 35').default(30)
    .describe('Of all instances together; the service takes 35, and then nothing for five minutes'),
  BRIDGING_SPEED: z.enum(['standard', 'fast'], 'standard or fast').default('standard').describe('`fast` burns the fee of the bridge beyond the amount'),
  BRIDGING_REATTEST_AFTER_MS: z.coerce.number('milliseconds').int('milliseconds').min(100, 'milliseconds').default(1_800_000).describe('How long an attestation may take before it is requested anew'),
  SOLANA_URL: url('an http(s) address').optional().describe('Where burns on Solana are ordered, the same as liquidity\'s; without it Solana is no source'),
};

/** All that bridging reads from its environment. */
export const bridgingEnvironment = environmentOf('bridging', { variables }, evmEnvironment);

/** Bridging's environment, beside what every service, and every service with chains, reads. */
@Injectable()
export class BridgingConfig {
  /** Absent only in a sandbox without chains. */
  readonly attestationUrl: string | undefined;
  /** Of all instances together. The service takes 35 a second, and then nothing for five minutes. */
  readonly requestsPerSecond: number;
  /** `fast` burns the bridge's fee beyond the amount. */
  readonly speed: 'standard' | 'fast';
  /** How long an attestation may take before a new one is requested. */
  readonly reattestAfterMs: number;
  /** Where burns on Solana are ordered; absent: Solana is no source. */
  readonly solanaUrl?: string | undefined;

  /** @throws ConfigError naming every variable that is missing or wrong, without its value. */
  constructor() {
    const read = readEnvironment('bridging', { variables });
    this.attestationUrl = read.ATTESTATION_URL;
    this.requestsPerSecond = read.ATTESTATION_REQUESTS_PER_SECOND;
    this.speed = read.BRIDGING_SPEED;
    this.reattestAfterMs = read.BRIDGING_REATTEST_AFTER_MS;
    this.solanaUrl = read.SOLANA_URL;
  }
}
