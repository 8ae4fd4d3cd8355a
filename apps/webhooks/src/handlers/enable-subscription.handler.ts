import { Controller } from '@nestjs/common';
import { enableSubscription, type SubscriptionView } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Subscriptions } from '../adapters/subscriptions.store.js';
import { enabled } from '../subscription/failing.js';
import { subscriptionViewOf } from '../subscription/subscription.js';

@Controller()
export class EnableSubscriptionHandler {
  constructor(private readonly subscriptions: Subscriptions) {}

  @OnRequest(enableSubscription)
  async handle(ask: Ask<typeof enableSubscription>): Promise<SubscriptionView> {
    const { id } = await this.subscriptions.mine(ask.body.id, ask.tenantId);
    await this.subscriptions.change(id, ask, (current) => {
      const state = current && enabled(current.state);
      return state && { state };
    });
    return subscriptionViewOf(await this.subscriptions.mine(id, ask.tenantId));
  }
}
