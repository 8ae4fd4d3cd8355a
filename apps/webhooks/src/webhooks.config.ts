import type { KeyRing } from '@sluice/kernel';
import { environmentOf, publicKeys, readEnvironment, retentionDays, sealingKey } from '@sluice/service-host';
import { z } from 'zod';

const LIMIT = 'a whole number from 1 to 1000';

const variables = {
  WEBHOOK_SECRETS_KEY: sealingKey('Seals the secrets of endpoints'),
  WEBHOOK_MOST_SUBSCRIPTIONS: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(1_000, LIMIT).default(100).describe('Subscriptions of one tenant in one dialect'),
  RETAIN_DELIVERIES_DAYS: retentionDays(400, 'How long deliveries are kept that have ended, with what was sent'),
};

/** All that webhooks reads from its environment. */
export const webhooksEnvironment = environmentOf('webhooks', { variables });

export interface WebhooksSettings {
  /** An endpoint that has not answered by then has failed: 30 s in every dialect. */
  readonly answerWithinMs?: number | undefined;
  /** Subscriptions of one tenant in one dialect. */
  readonly mostSubscriptions?: number | undefined;
  /** How long deliveries that have ended are kept. */
  readonly deliveryDays?: number | undefined;
}

/** The keys that secrets are sealed with, of which the sandbox has one that protects nothing; and limits. */
export class WebhooksConfig {
  readonly answerWithinMs: number;
  readonly mostSubscriptions: number;
  readonly deliveryDays: number;

  constructor(readonly secretsKeys: KeyRing, { answerWithinMs = 30_000, mostSubscriptions = 100, deliveryDays = 400 }: WebhooksSettings = {}) {
    this.answerWithinMs = answerWithinMs;
    this.mostSubscriptions = mostSubscriptions;
    this.deliveryDays = deliveryDays;
  }

  /** @throws ConfigError when the environment lacks a proper key outside of the sandbox, or has a limit that is none. */
  static fromEnvironment(environment: NodeJS.ProcessEnv, sandbox: boolean): WebhooksConfig {
    const read = readEnvironment('webhooks', { variables }, environment, sandbox);
    return new WebhooksConfig(read.WEBHOOK_SECRETS_KEY ?? publicKeys(), { mostSubscriptions: read.WEBHOOK_MOST_SUBSCRIPTIONS, deliveryDays: read.RETAIN_DELIVERIES_DAYS });
  }
}
