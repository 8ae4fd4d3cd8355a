import { Injectable } from '@nestjs/common';
import { ConfigError, readEnvironment, ServiceConfig } from '@sluice/service-host';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional();

const environmentSchema = z.object({
  CUSTODIAN_URL: address,
  SOLANA_URL: address,
  CUSTODIAN_TIMEOUT_MS: z.coerce.number('milliseconds').int('milliseconds').min(50, 'milliseconds').max(60_000, 'milliseconds').default(3_000),
});

/** Liquidity's environment, beside what every service, and every service with chains, reads. */
@Injectable()
export class LiquidityConfig {
  /** Absent only in a sandbox where nothing is sold. */
  readonly custodianUrl: string | undefined;
  /** How long a call to the custodian may take before its outcome counts as unknown. */
  readonly custodianTimeoutMs: number;
  /** Where accounts on Solana are read; absent: wallets have none there. */
  readonly solanaUrl?: string | undefined;

  /** @throws ConfigError naming every variable that is missing or wrong, without its value. */
  constructor({ sandbox }: ServiceConfig) {
    const read = readEnvironment('liquidity', environmentSchema);
    if (read.CUSTODIAN_URL === undefined && !sandbox) throw new ConfigError('liquidity cannot start: CUSTODIAN_URL must be an http(s) address.');
    this.custodianUrl = read.CUSTODIAN_URL;
    this.solanaUrl = read.SOLANA_URL;
    this.custodianTimeoutMs = read.CUSTODIAN_TIMEOUT_MS;
  }
}
