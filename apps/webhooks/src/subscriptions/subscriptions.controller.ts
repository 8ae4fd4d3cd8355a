import { Controller } from '@nestjs/common';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { addSecret, dropSecret, enableSubscription, listSecrets, listSubscriptions, subscribe, unsubscribe, type SecretView, type SubscriptionView } from '@sluice/contract-webhooks';
import { DomainError, type FieldProblem } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { ServiceConfig } from '@sluice/service-host';
import { webhookDialects } from '../dialects/index.js';
import { refusalOfUrl } from './addresses.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { Audiences } from './audiences.js';
import { activeOf, secretViewOf, withoutSecret, withSecret } from './secret.js';
import { enabled, subscriptionViewOf } from './subscription.js';
import { SharedSecretsRepository, SubscriptionsRepository } from './subscriptions.repository.js';

/** Where a tenant's clients want to be called, and the secrets that their subscriptions share. */
@Controller()
export class SubscriptionsController {
  constructor(
    private readonly subscriptions: SubscriptionsRepository,
    private readonly secrets: SharedSecretsRepository,
    private readonly audiences: Audiences,
    private readonly settings: TenantSettings,
    private readonly service: ServiceConfig,
    private readonly config: WebhooksConfig,
  ) {}

  @OnRequest(subscribe)
  async subscribe(request: RequestMessage<typeof subscribe>): Promise<SubscriptionView> {
    const { id, dialect, url, events } = request.body;
    const { tenantId } = request;
    if (!(await this.subscriptions.find(id))) {
      const problems = [...this.urlProblems(url), ...eventProblems(dialect, events), ...secretProblems(request.body)];
      if (problems.length > 0) throw new DomainError('invalid_request', 'The subscription cannot be made so.', problems);
      const { mostSubscriptions } = this.config;
      if ((await this.subscriptions.listOf(tenantId, dialect)).length >= mostSubscriptions) throw new DomainError('limit_exceeded', `There are ${mostSubscriptions} subscriptions already.`);
      const createdAt = (await this.settings.now(tenantId)).toISOString();
      const state = { dialect, url, events: [...new Set(events)], active: true, createdAt, failures: 0, disablings: 0, ...this.sealed(request.body) };
      await this.subscriptions.change(id, request, (current) => (current ? null : { state }));
    }
    const made = await this.subscriptions.ofTenant(id, tenantId);
    await this.audiences.changed(tenantId);
    return subscriptionViewOf(made);
  }

  @OnRequest(listSubscriptions)
  async list({ tenantId, body }: RequestMessage<typeof listSubscriptions>): Promise<ReplyOf<typeof listSubscriptions>> {
    return { subscriptions: (await this.subscriptions.listOf(tenantId, body.dialect)).map(subscriptionViewOf) };
  }

  @OnRequest(unsubscribe)
  async unsubscribe(request: RequestMessage<typeof unsubscribe>): Promise<{ id: string }> {
    const { id, dialect } = request.body;
    const found = await this.subscriptions.ofTenant(id, request.tenantId);
    if (found.state.dialect !== dialect) throw new DomainError('not_found', 'There is no such subscription.');
    await this.subscriptions.change(id, request, (current) => current && { state: { ...current.state, active: false, deletedAt: new Date().toISOString() } });
    await this.audiences.deleted(request.tenantId, id);
    return { id };
  }

  @OnRequest(enableSubscription)
  async enable(request: RequestMessage<typeof enableSubscription>): Promise<SubscriptionView> {
    const { id } = await this.subscriptions.ofTenant(request.body.id, request.tenantId);
    await this.subscriptions.change(id, request, (current) => {
      const state = current && enabled(current.state);
      return state && { state };
    });
    await this.audiences.changed(request.tenantId);
    return subscriptionViewOf(await this.subscriptions.ofTenant(id, request.tenantId));
  }

  @OnRequest(addSecret)
  async addSecret(request: RequestMessage<typeof addSecret>): Promise<SecretView> {
    const { id, dialect, secret } = request.body;
    const now = await this.settings.now(request.tenantId);
    const sealed = this.config.secretsKeys.seal(secret, id);
    await this.secrets.change(SharedSecretsRepository.idOf(request.tenantId, dialect), request, (current) => {
      const state = withSecret(current?.state, { id, sealed }, now);
      return state && { state };
    });
    await this.audiences.changed(request.tenantId);
    const added = activeOf(await this.secrets.of(request.tenantId, dialect), now).find((one) => one.id === id);
    if (!added) throw new DomainError('invalid_status', 'The secret was dropped at once.');
    return secretViewOf(added);
  }

  @OnRequest(listSecrets)
  async listSecrets({ tenantId, body }: RequestMessage<typeof listSecrets>): Promise<ReplyOf<typeof listSecrets>> {
    return { secrets: activeOf(await this.secrets.of(tenantId, body.dialect), await this.settings.now(tenantId)).map(secretViewOf) };
  }

  @OnRequest(dropSecret)
  async dropSecret(request: RequestMessage<typeof dropSecret>): Promise<{ id: string }> {
    const { id, dialect } = request.body;
    const now = await this.settings.now(request.tenantId);
    await this.secrets.change(SharedSecretsRepository.idOf(request.tenantId, dialect), request, (current) => ({ state: withoutSecret(current?.state, id, now) }));
    await this.audiences.changed(request.tenantId);
    return { id };
  }

  private sealed({ id, secret }: RequestOf<typeof subscribe>) {
    return secret === undefined ? {} : { secret: this.config.secretsKeys.seal(secret, id) };
  }

  private urlProblems(url: string): FieldProblem[] {
    const refusal = refusalOfUrl(url, this.service.sandbox);
    return refusal === null ? [] : [{ field: 'url', message: refusal }];
  }
}

function secretProblems({ dialect, secret }: RequestOf<typeof subscribe>): FieldProblem[] {
  const isOwn = webhookDialects[dialect].secrets === 'own';
  return isOwn === (secret !== undefined) ? [] : [{ field: 'secret', message: isOwn ? 'is required' : 'is not taken: secrets are shared' }];
}

function eventProblems(dialect: RequestOf<typeof subscribe>['dialect'], events: readonly string[]): FieldProblem[] {
  const known = webhookDialects[dialect].events;
  const unknown = events.filter((event) => !known.includes(event));
  if (unknown.length > 0) return [{ field: 'events', message: `${unknown.join(', ')} is no event` }];
  return events.length === 0 ? [{ field: 'events', message: 'must name at least one event' }] : [];
}
