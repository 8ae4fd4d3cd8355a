import { Injectable } from '@nestjs/common';
import { ConfigError } from '@sluice/service-host';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/, error: 'an http(s) address' });

const environmentSchema = z.object({
  BANK_URL: address,
  PAYOUT_URL: address,
  BANK_CALLBACK_SECRET: z.string('a secret of 16 characters or more').min(16, 'a secret of 16 characters or more'),
  BANK_TIMEOUT_MS: z.coerce.number('milliseconds').int('milliseconds').min(50, 'milliseconds').max(60_000, 'milliseconds').default(3_000),
});

/** What payout is told by its environment beside what every service is told. */
@Injectable()
export class PayoutConfig {
  readonly bankUrl: string;
  /** Where the bank reaches this service. */
  readonly publicUrl: string;
  /** Shared with the bank, which signs its callbacks with it. */
  readonly callbackSecret: string;
  /** How long a call to the bank may take before its outcome counts as unknown. */
  readonly bankTimeoutMs: number;

  /** @throws ConfigError naming every variable that is missing or wrong, without its value. */
  constructor() {
    const read = environmentSchema.safeParse(process.env);
    if (!read.success) {
      const wrong = new Map(read.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
      throw new ConfigError(`payout cannot start: ${[...wrong].map(([name, expected]) => `${name} must be ${expected}`).join(', ')}.`);
    }
    this.bankUrl = read.data.BANK_URL;
    this.publicUrl = read.data.PAYOUT_URL;
    this.callbackSecret = read.data.BANK_CALLBACK_SECRET;
    this.bankTimeoutMs = read.data.BANK_TIMEOUT_MS;
  }
}
