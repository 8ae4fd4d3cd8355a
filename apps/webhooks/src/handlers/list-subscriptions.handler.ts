import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listSubscriptions } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Subscriptions } from '../adapters/subscriptions.store.js';
import { subscriptionViewOf } from '../subscription/subscription.js';

@Controller()
export class ListSubscriptionsHandler {
  constructor(private readonly subscriptions: Subscriptions) {}

  @OnRequest(listSubscriptions)
  async handle({ tenantId, body }: Ask<typeof listSubscriptions>): Promise<ReplyOf<typeof listSubscriptions>> {
    return { subscriptions: (await this.subscriptions.ofTenant(tenantId, body.dialect)).map(subscriptionViewOf) };
  }
}
