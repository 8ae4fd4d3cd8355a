import { createHmac, type BinaryToTextEncoding } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addSecret, dropSecret, listSecrets, listSubscriptions, subscribe, testSubscription, unsubscribe, type SecretView, type SubscriptionView } from '@sluice/contract-webhooks';
import { z } from 'zod';
import { GatewayConfig } from '../gateway.config.js';
import { Services, type BodyFor, type Caller } from '../services/services.js';

const isUrl = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text) && !/[\s\\\p{Cc}]/u.test(text);

/** Where events are sent. The webhooks service judges whether it is a public address, and https outside of the sandbox. */
export const webhookUrl = z.string().min(1, 'must not be empty').max(2_000).refine(isUrl, 'must be an http or https URL').meta({
  format: 'uri', pattern: String.raw`^[Hh][Tt][Tt][Pp][Ss]?://[^\s\\\p{Cc}]+$`,
  description: 'An https URL of a public address; in the sandbox http and loopback are taken too, and no other address that is private or link-local.',
});

type Dialect = BodyFor<typeof listSubscriptions>['dialect'];

/** Where a client is sent the events of its withdrawals, and the secrets that sign what all its subscriptions are sent. */
@Injectable()
export class Subscriptions {
  constructor(private readonly services: Services, private readonly config: GatewayConfig) {}

  subscribe(caller: Caller, order: BodyFor<typeof subscribe>): Promise<SubscriptionView> {
    return this.services.request(subscribe, order, caller);
  }

  /** All of a dialect's, oldest first. */
  async list(caller: Caller, dialect: Dialect): Promise<readonly SubscriptionView[]> {
    return (await this.services.request(listSubscriptions, { dialect }, caller)).subscriptions;
  }

  async unsubscribe(caller: Caller, dialect: Dialect, id: string): Promise<void> {
    await this.services.request(unsubscribe, { id, dialect }, caller);
  }

  async test(caller: Caller, dialect: Dialect, id: string): Promise<void> {
    await this.services.request(testSubscription, { id, dialect }, caller);
  }

  addSecret(caller: Caller, order: BodyFor<typeof addSecret>): Promise<SecretView> {
    return this.services.request(addSecret, order, caller);
  }

  /** The active ones, oldest first. */
  async listSecrets(caller: Caller, dialect: Dialect): Promise<readonly SecretView[]> {
    return (await this.services.request(listSecrets, { dialect }, caller)).secrets;
  }

  async dropSecret(caller: Caller, dialect: Dialect, id: string): Promise<void> {
    await this.services.request(dropSecret, { id, dialect }, caller);
  }

  /** A secret that nobody can guess, and that is the same when the request has to be carried out again. */
  secretFor(purpose: 'subscription' | 'webhook secret', requestId: string, encoding: BinaryToTextEncoding): string {
    return createHmac('sha256', this.config.tokenKeys.current.bytes).update(`${purpose} ${requestId}`).digest(encoding);
  }
}
