import { environmentOf, outsideSandbox, readEnvironment, secret } from '@sluice/service-host';
import { z } from 'zod';

const KEY = '32 bytes in base64';
const LIMIT = 'a whole number from 1 to 1000';

const variables = {
  WEBHOOK_SECRETS_KEY: outsideSandbox(secret(
    z.string(KEY).transform((text) => Buffer.from(text, 'base64')).refine((key) => key.length === 32, KEY), 'Seals the secrets of endpoints; in the sandbox a key that protects nothing unless told',
  )),
  WEBHOOK_MOST_SUBSCRIPTIONS: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(1_000, LIMIT).default(100).describe('Subscriptions of one tenant in one dialect'),
};

/** All that webhooks reads from its environment. */
export const webhooksEnvironment = environmentOf('webhooks', { variables });

export interface WebhooksSettings {
  /** An endpoint that has not answered by then has failed: 30 s in every dialect. */
  readonly answerWithinMs?: number | undefined;
  /** Subscriptions of one tenant in one dialect. */
  readonly mostSubscriptions?: number | undefined;
}

/** The key that secrets are sealed with: 32 bytes in base64, of which the sandbox has one that protects nothing; and limits. */
export class WebhooksConfig {
  readonly answerWithinMs: number;
  readonly mostSubscriptions: number;

  constructor(readonly secretsKey: Buffer, { answerWithinMs = 30_000, mostSubscriptions = 100 }: WebhooksSettings = {}) {
    this.answerWithinMs = answerWithinMs;
    this.mostSubscriptions = mostSubscriptions;
  }

  /** @throws ConfigError when the environment lacks a proper key outside of the sandbox, or has a limit that is none. */
  static fromEnvironment(environment: NodeJS.ProcessEnv, sandbox: boolean): WebhooksConfig {
    const read = readEnvironment('webhooks', { variables }, environment, sandbox);
    return new WebhooksConfig(read.WEBHOOK_SECRETS_KEY ?? Buffer.alloc(32, 'sandbox'), { mostSubscriptions: read.WEBHOOK_MOST_SUBSCRIPTIONS });
  }
}
