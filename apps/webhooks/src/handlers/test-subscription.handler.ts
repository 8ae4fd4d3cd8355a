import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { testSubscription } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Subscriptions } from '../adapters/subscriptions.store.js';
import { Announcements } from '../delivery/announcements.js';
import { webhookDialects } from '../dialects/index.js';

/** A test goes to its subscription whatever that subscribed to; without a secret it is dropped like anything else. */
@Controller()
export class TestSubscriptionHandler {
  constructor(private readonly subscriptions: Subscriptions, private readonly announcements: Announcements, private readonly settings: TenantSettings) {}

  @OnRequest(testSubscription)
  async handle(ask: Ask<typeof testSubscription>): Promise<ReplyOf<typeof testSubscription>> {
    const { id, dialect } = ask.body;
    const subscription = await this.subscriptions.mine(id, ask.tenantId);
    const notification = subscription.state.dialect === dialect ? webhookDialects[dialect].test?.(ask.id) : undefined;
    if (!notification) throw new DomainError('not_found', 'There is no such subscription.');
    const happenedAt = (await this.settings.now(ask.tenantId)).toISOString();
    await this.announcements.deliver(subscription, notification, { happenedAt }, ask);
    return { eventId: notification.eventId };
  }
}
