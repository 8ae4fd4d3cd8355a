import { z } from 'zod';

const keySchema = z.string().transform((text) => Buffer.from(text, 'base64')).refine((key) => key.length === 32);

/** The key that secrets are sealed with: 32 bytes in base64. The sandbox has one that protects nothing. */
export class WebhooksConfig {
  /** @param answerWithinMs the dialects' 30 s of silence. */
  constructor(readonly secretsKey: Buffer, readonly answerWithinMs = 30_000) {}

  /** @throws with one sentence when the environment lacks a proper key outside of the sandbox. */
  static fromEnvironment(environment: NodeJS.ProcessEnv, sandbox: boolean): WebhooksConfig {
    const given = environment['WEBHOOK_SECRETS_KEY'];
    if (given === undefined && sandbox) return new WebhooksConfig(Buffer.alloc(32, 'sandbox'));
    const key = keySchema.safeParse(given);
    if (!key.success) throw new Error('WEBHOOK_SECRETS_KEY must be 32 bytes in base64.');
    return new WebhooksConfig(key.data);
  }
}
