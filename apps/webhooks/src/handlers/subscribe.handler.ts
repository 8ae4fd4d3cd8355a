import { Controller } from '@nestjs/common';
import type { AskOf } from '@sluice/contract-kit';
import { subscribe, type SubscriptionView } from '@sluice/contract-webhooks';
import { DomainError, type FieldProblem } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { ServiceConfig } from '@sluice/service-host';
import { Subscriptions } from '../adapters/subscriptions.store.js';
import { seal } from '../delivery/sealed-secret.js';
import { webhookDialects } from '../dialects/index.js';
import { refusalOfUrl } from '../egress/target-url.js';
import { subscriptionViewOf } from '../subscription/subscription.js';
import { WebhooksConfig } from '../webhooks.config.js';

/** Subscriptions of one tenant in one dialect. */
const MOST_SUBSCRIPTIONS = 20;

@Controller()
export class SubscribeHandler {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly settings: TenantSettings,
    private readonly service: ServiceConfig,
    private readonly config: WebhooksConfig,
  ) {}

  @OnRequest(subscribe)
  async handle(ask: Ask<typeof subscribe>): Promise<SubscriptionView> {
    const { id, dialect, url, events } = ask.body;
    if (await this.subscriptions.find(id)) return subscriptionViewOf(await this.subscriptions.mine(id, ask.tenantId));
    const problems = [...this.urlProblems(url), ...eventProblems(dialect, events), ...secretProblems(ask.body)];
    if (problems.length > 0) throw new DomainError('invalid_request', 'The subscription cannot be made so.', problems);
    if ((await this.subscriptions.ofTenant(ask.tenantId, dialect)).length >= MOST_SUBSCRIPTIONS) {
      throw new DomainError('limit_exceeded', `There are ${MOST_SUBSCRIPTIONS} subscriptions already.`);
    }
    const createdAt = (await this.settings.now(ask.tenantId)).toISOString();
    const state = { dialect, url, events: [...new Set(events)], active: true, createdAt, failures: 0, disablings: 0, ...this.sealed(ask.body) };
    await this.subscriptions.change(id, ask, (current) => (current ? null : { state }));
    return subscriptionViewOf(await this.subscriptions.mine(id, ask.tenantId));
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
