import { Injectable } from '@nestjs/common';
import { evmEnvironment } from '@sluice/evm';
import { credentialsEnvironment, readCredentials, type Credentials } from '@sluice/providers';
import { environmentOf, outsideSandbox, readEnvironment, retentionDays, ServiceConfig } from '@sluice/service-host';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/, error: 'an http(s) address' });

const variables = {
  CUSTODIAN_URL: outsideSandbox(address.describe('Where positions of portfolios are held and sold')),
  SOLANA_URL: address.optional().describe('Where accounts on Solana are read, the same as bridging\'s; without it wallets have none there'),
  CUSTODIAN_TIMEOUT_MS: z.coerce.number('milliseconds').int('milliseconds').min(50, 'milliseconds').max(60_000, 'milliseconds').default(3_000)
    .describe('How long a call to the custodian may take before its outcome counts as unknown'),
  RETAIN_STEP_SAMPLES_DAYS: retentionDays(400, 'How long it is kept how long steps took: estimates follow from the latest 2000'),
};

/** All that liquidity reads from its environment. */
export const liquidityEnvironment = environmentOf('liquidity', { variables }, credentialsEnvironment('CUSTODIAN', 'the custodian'), evmEnvironment);

/** Liquidity's environment, beside what every service, and every service with chains, reads. */
@Injectable()
export class LiquidityConfig {
  /** Absent only in a sandbox where nothing is sold. */
  readonly custodianUrl: string | undefined;
  /** How long a call to the custodian may take before its outcome counts as unknown. */
  readonly custodianTimeoutMs: number;
  /** How long it is kept how long steps took. */
  readonly sampleDays: number;
  /** How the custodian knows us; absent: by nothing. */
  readonly custodianCredentials?: Credentials | undefined;
  /** Where accounts on Solana are read; absent: wallets have none there. */
  readonly solanaUrl?: string | undefined;

  /** @throws ConfigError naming every variable that is missing or wrong, without its value. */
  constructor({ sandbox }: ServiceConfig) {
    const read = readEnvironment('liquidity', { variables }, process.env, sandbox);
    this.custodianUrl = read.CUSTODIAN_URL;
    this.solanaUrl = read.SOLANA_URL;
    this.custodianCredentials = readCredentials('liquidity', 'CUSTODIAN');
    this.custodianTimeoutMs = read.CUSTODIAN_TIMEOUT_MS;
    this.sampleDays = read.RETAIN_STEP_SAMPLES_DAYS;
  }
}
