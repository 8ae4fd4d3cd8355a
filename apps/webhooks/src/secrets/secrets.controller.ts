import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { addSecret, dropSecret, listSecrets, type SecretView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Audiences } from '../subscriptions/audiences.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { activeOf, seal, secretViewOf, withoutSecret, withSecret } from './secret.js';
import { SharedSecretsRepository } from './shared-secrets.repository.js';

/** The secrets that all of a tenant's subscriptions of a dialect share. */
@Controller()
export class SecretsController {
  constructor(
    private readonly secrets: SharedSecretsRepository,
    private readonly audiences: Audiences,
    private readonly settings: TenantSettings,
    private readonly config: WebhooksConfig,
  ) {}

  @OnRequest(addSecret)
  async add(request: Ask<typeof addSecret>): Promise<SecretView> {
    const { id, dialect, secret } = request.body;
    const now = await this.settings.now(request.tenantId);
    const sealed = seal(secret, id, this.config.secretsKey);
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
  async list({ tenantId, body }: Ask<typeof listSecrets>): Promise<ReplyOf<typeof listSecrets>> {
    return { secrets: activeOf(await this.secrets.of(tenantId, body.dialect), await this.settings.now(tenantId)).map(secretViewOf) };
  }

  @OnRequest(dropSecret)
  async drop(request: Ask<typeof dropSecret>): Promise<{ id: string }> {
    const { id, dialect } = request.body;
    const now = await this.settings.now(request.tenantId);
    await this.secrets.change(SharedSecretsRepository.idOf(request.tenantId, dialect), request, (current) => ({ state: withoutSecret(current?.state, id, now) }));
    await this.audiences.changed(request.tenantId);
    return { id };
  }
}
