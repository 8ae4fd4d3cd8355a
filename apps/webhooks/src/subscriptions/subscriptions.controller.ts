import { Controller } from '@nestjs/common';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { enableSubscription, listSubscriptions, subscribe, testSubscription, unsubscribe, type SubscriptionView } from '@sluice/contract-webhooks';
import { DomainError, type FieldProblem } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { ServiceConfig } from '@sluice/service-host';
import { newDelivery } from '../deliveries/delivery.js';
import { Dispatcher } from '../deliveries/dispatcher.js';
import { webhookDialects } from '../dialects/index.js';
import { refusalOfUrl } from '../egress/addresses.js';
import { seal } from '../secrets/secret.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { Audiences } from './audiences.js';
import { enabled, subscriptionViewOf } from './subscription.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

/** Where a tenant's clients want to be called. */
@Controller()
export class SubscriptionsController {
  constructor(
    private readonly subscriptions: SubscriptionsRepository,
    private readonly audiences: Audiences,
    private readonly dispatcher: Dispatcher,
    private readonly settings: TenantSettings,
    private readonly service: ServiceConfig,
    private readonly config: WebhooksConfig,
  ) {}

  @OnRequest(subscribe)
  async subscribe(request: Ask<typeof subscribe>): Promise<SubscriptionView> {
    const { id, dialect, url, events } = request.body;
    const { tenantId } = request;
    if (!(await this.subscriptions.find(id))) {
      const problems = [...this.urlProblems(url), ...eventProblems(dialect, events), ...secretProblems(request.body)];
      if (problems.length > 0) throw new DomainError('invalid_request', 'The subscription cannot be made so.', problems);
      const { mostSubscriptions } = this.config;
      if ((await this.subscriptions.ofTenant(tenantId, dialect)).length >= mostSubscriptions) throw new DomainError('limit_exceeded', `There are ${mostSubscriptions} subscriptions already.`);
      const createdAt = (await this.settings.now(tenantId)).toISOString();
      const state = { dialect, url, events: [...new Set(events)], active: true, createdAt, failures: 0, disablings: 0, ...this.sealed(request.body) };
      await this.subscriptions.change(id, request, (current) => (current ? null : { state }));
    }
    const made = await this.subscriptions.mine(id, tenantId);
    await this.audiences.changed(tenantId);
    return subscriptionViewOf(made);
  }

  @OnRequest(listSubscriptions)
  async list({ tenantId, body }: Ask<typeof listSubscriptions>): Promise<ReplyOf<typeof listSubscriptions>> {
    return { subscriptions: (await this.subscriptions.ofTenant(tenantId, body.dialect)).map(subscriptionViewOf) };
  }

  @OnRequest(unsubscribe)
  async unsubscribe(request: Ask<typeof unsubscribe>): Promise<{ id: string }> {
    const { id, dialect } = request.body;
    const found = await this.subscriptions.mine(id, request.tenantId);
    if (found.state.dialect !== dialect) throw new DomainError('not_found', 'There is no such subscription.');
    await this.subscriptions.change(id, request, (current) => current && { state: { ...current.state, active: false, deletedAt: new Date().toISOString() } });
    await this.audiences.changed(request.tenantId);
    await this.dispatcher.resume(request.tenantId, [id]);
    return { id };
  }

  @OnRequest(enableSubscription)
  async enable(request: Ask<typeof enableSubscription>): Promise<SubscriptionView> {
    const { id } = await this.subscriptions.mine(request.body.id, request.tenantId);
    await this.subscriptions.change(id, request, (current) => {
      const state = current && enabled(current.state);
      return state && { state };
    });
    await this.audiences.changed(request.tenantId);
    return subscriptionViewOf(await this.subscriptions.mine(id, request.tenantId));
  }

  /** A test goes to its subscription whatever that subscribed to; without a secret it is dropped like anything else. */
  @OnRequest(testSubscription)
  async test(request: Ask<typeof testSubscription>): Promise<ReplyOf<typeof testSubscription>> {
    const { id, dialect } = request.body;
    const subscription = await this.subscriptions.mine(id, request.tenantId);
    const notification = subscription.state.dialect === dialect ? webhookDialects[dialect].test?.(request.id) : undefined;
    if (!notification) throw new DomainError('not_found', 'There is no such subscription.');
    const now = await this.settings.now(request.tenantId);
    await this.dispatcher.deliver(request.tenantId, [newDelivery(subscription, notification, { happenedAt: now.toISOString(), traceparent: request.traceparent }, now)]);
    return { eventId: notification.eventId };
  }

  private sealed({ id, secret }: AskOf<typeof subscribe>) {
    return secret === undefined ? {} : { secret: seal(secret, id, this.config.secretsKey) };
  }

  private urlProblems(url: string): FieldProblem[] {
    const refusal = refusalOfUrl(url, this.service.sandbox);
    return refusal === null ? [] : [{ field: 'url', message: refusal }];
  }
}

function secretProblems({ dialect, secret }: AskOf<typeof subscribe>): FieldProblem[] {
  const isOwn = webhookDialects[dialect].secrets === 'own';
  return isOwn === (secret !== undefined) ? [] : [{ field: 'secret', message: isOwn ? 'is required' : 'is not taken: secrets are shared' }];
}

function eventProblems(dialect: AskOf<typeof subscribe>['dialect'], events: readonly string[]): FieldProblem[] {
  const known = webhookDialects[dialect].events;
  const unknown = events.filter((event) => !known.includes(event));
  if (unknown.length > 0) return [{ field: 'events', message: `${unknown.join(', ')} is no event` }];
  return events.length === 0 ? [{ field: 'events', message: 'must name at least one event' }] : [];
}
