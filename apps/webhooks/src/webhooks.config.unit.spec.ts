import { describe, expect, it } from '@jest/globals';
import { WebhooksConfig } from './webhooks.config.js';

const key = Buffer.alloc(32, 7).toString('base64');

describe('the limit of subscriptions', () => {
  it('is 100 unless the environment says otherwise', () => {
    expect(WebhooksConfig.fromEnvironment({}, true).mostSubscriptions).toBe(100);
    expect(WebhooksConfig.fromEnvironment({ WEBHOOK_SECRETS_KEY: key, WEBHOOK_MOST_SUBSCRIPTIONS: '250' }, false).mostSubscriptions).toBe(250);
  });

  it.each(['0', '-1', 'many', '1.5', '', '1001'])('cannot be "%s"', (limit) => {
    expect(() => WebhooksConfig.fromEnvironment({ WEBHOOK_MOST_SUBSCRIPTIONS: limit }, true)).toThrow('WEBHOOK_MOST_SUBSCRIPTIONS must be a whole number');
  });
});

describe('the key for secrets', () => {
  it.each([undefined, '', 'short', key.slice(4)])('is needed outside of the sandbox: %s is none', (given) => {
    expect(() => WebhooksConfig.fromEnvironment({ WEBHOOK_SECRETS_KEY: given }, false)).toThrow('WEBHOOK_SECRETS_KEY must be 32 bytes');
  });
});
