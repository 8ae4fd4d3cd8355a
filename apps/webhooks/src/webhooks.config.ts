import { z } from 'zod';

const keySchema = z.string().transform((text) => Buffer.from(text, 'base64')).refine((key) => key.length === 32);
const limitSchema = z.coerce.number().int().min(1).max(1_000);

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

  /** @throws with one sentence when the environment lacks a proper key outside of the sandbox, or has a limit that is none. */
  static fromEnvironment(environment: NodeJS.ProcessEnv, sandbox: boolean): WebhooksConfig {
    const given = environment['WEBHOOK_SECRETS_KEY'];
    const key = given === undefined && sandbox ? { success: true as const, data: Buffer.alloc(32, 'sandbox') } : keySchema.safeParse(given);
    if (!key.success) throw new Error('WEBHOOK_SECRETS_KEY must be 32 bytes in base64.');
    const most = limitSchema.optional().safeParse(environment['WEBHOOK_MOST_SUBSCRIPTIONS']);
    if (!most.success) throw new Error('WEBHOOK_MOST_SUBSCRIPTIONS must be a whole number from 1 to 1000.');
    return new WebhooksConfig(key.data, { mostSubscriptions: most.data });
  }
}
