import { Controller } from '@nestjs/common';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { listDeliveries, measureBacklog, redeliver, testSubscription, type DeliveryView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { readPage, rowsAfter, sortBy, TenantSettings, unknownPageEnd, type StoredFilter } from '@sluice/persistence';
import { webhookDialects } from '../dialects/index.js';
import { SubscriptionsRepository } from '../subscriptions/subscriptions.repository.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { deliveryViewOf, newDelivery } from './delivery.js';
import { Dispatcher } from './dispatcher.js';

/** What operators see of deliveries and do with them, and the test of a subscription. */
@Controller()
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly dispatcher: Dispatcher,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(measureBacklog)
  async backlog({ tenantId }: RequestMessage<typeof measureBacklog>): Promise<ReplyOf<typeof measureBacklog>> {
    const { oldest, ...counted } = await this.deliveries.backlogOf(tenantId);
    return { ...counted, oldestAt: oldest?.toISOString() ?? null };
  }

  @OnRequest(listDeliveries)
  async list({ tenantId, body }: RequestMessage<typeof listDeliveries>): Promise<ReplyOf<typeof listDeliveries>> {
    const filter: StoredFilter = { tenantId, ...narrowed(body), ...(await this.older(tenantId, body.after)) };
    const { found, hasMore } = await readPage(body.limit, (count) => this.deliveries.list(filter, sortBy('createdAt', 'newest'), count));
    return { deliveries: found.map(deliveryViewOf), hasMore };
  }

  @OnRequest(redeliver)
  async redeliver({ tenantId, body: { id } }: RequestMessage<typeof redeliver>): Promise<DeliveryView> {
    const delivery = await this.deliveries.mine(id, tenantId);
    if (!(await this.dispatcher.deliverNow(delivery))) throw new DomainError('invalid_status', 'It is being sent right now.');
    return deliveryViewOf(await this.deliveries.mine(id, tenantId));
  }

  /** A test goes to its subscription whatever that subscribed to; without a secret it is dropped like anything else. */
  @OnRequest(testSubscription)
  async test(request: RequestMessage<typeof testSubscription>): Promise<ReplyOf<typeof testSubscription>> {
    const { id, dialect } = request.body;
    const subscription = await this.subscriptions.ofTenant(id, request.tenantId);
    const notification = subscription.state.dialect === dialect ? webhookDialects[dialect].test?.(request.id) : undefined;
    if (!notification) throw new DomainError('not_found', 'There is no such subscription.');
    const now = await this.settings.now(request.tenantId);
    await this.dispatcher.deliver(request.tenantId, [newDelivery(subscription, notification, { happenedAt: now.toISOString(), traceparent: request.traceparent }, now)]);
    return { eventId: notification.eventId };
  }

  private async older(tenantId: string, after: string | undefined): Promise<StoredFilter> {
    if (after === undefined) return {};
    const [last] = await this.deliveries.find([after]);
    if (last?.tenantId !== tenantId) throw unknownPageEnd('delivery');
    return rowsAfter('createdAt', 'newest', { at: last.state.createdAt, id: last.id });
  }
}

function narrowed({ subscriptionId, withdrawalId, status }: RequestOf<typeof listDeliveries>): StoredFilter {
  return {
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(withdrawalId !== undefined && { withdrawalId }),
    ...(status !== undefined && { status: status === 'pending' ? { $in: ['waiting', 'sending'] } : status }),
  };
}
