import { Injectable } from '@nestjs/common';
import { ConfigError, readEnvironment } from '@sluice/service-host';
import { z } from 'zod';

const url = (error: string) => z.url({ protocol: /^https?$/, error });

const environmentSchema = z.object({
  SLUICE_SANDBOX: z.string().optional(),
  ATTESTATION_URL: url('an http(s) address').optional(),
  ATTESTATION_REQUESTS_PER_SECOND: z.coerce.number('a number from 1 to 35').min(1, 'a number from 1 to 35').max(35, 'a number from 1 to 35').default(30),
  BRIDGING_SPEED: z.enum(['standard', 'fast'], 'standard or fast').default('standard'),
  BRIDGING_REATTEST_AFTER_MS: z.coerce.number('milliseconds').int('milliseconds').min(100, 'milliseconds').default(1_800_000),
  SOLANA_URL: url('an http(s) address').optional(),
});

/** Bridging's environment, beside what every service, and every service with chains, reads. */
@Injectable()
export class BridgingConfig {
  /** Absent only in a sandbox without chains. */
  readonly attestationUrl: string | undefined;
  /** Of this instance. The service takes 35 a second of all instances together, and then nothing for five minutes. */
  readonly requestsPerSecond: number;
  /** `fast` burns the bridge's fee beyond the amount. */
  readonly speed: 'standard' | 'fast';
  /** How long an attestation may take before a new one is requested. */
  readonly reattestAfterMs: number;
  /** Where burns on Solana are ordered; absent: Solana is no source. */
  readonly solanaUrl?: string | undefined;

  /** @throws ConfigError naming every variable that is missing or wrong, without its value. */
  constructor() {
    const read = readEnvironment('bridging', environmentSchema);
    if (read.ATTESTATION_URL === undefined && read.SLUICE_SANDBOX !== 'true') throw new ConfigError('bridging cannot start: ATTESTATION_URL must be an http(s) address.');
    this.attestationUrl = read.ATTESTATION_URL;
    this.requestsPerSecond = read.ATTESTATION_REQUESTS_PER_SECOND;
    this.speed = read.BRIDGING_SPEED;
    this.reattestAfterMs = read.BRIDGING_REATTEST_AFTER_MS;
    this.solanaUrl = read.SOLANA_URL;
  }
}
