import { Controller } from '@nestjs/common';
import { addSecret, type SecretView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { SharedSecretsStore } from '../adapters/shared-secrets.store.js';
import { seal } from '../delivery/sealed-secret.js';
import { activeOf, secretViewOf, withSecret } from '../secret/shared-secrets.js';
import { WebhooksConfig } from '../webhooks.config.js';

@Controller()
export class AddSecretHandler {
  constructor(private readonly secrets: SharedSecretsStore, private readonly settings: TenantSettings, private readonly config: WebhooksConfig) {}

  @OnRequest(addSecret)
  async handle(ask: Ask<typeof addSecret>): Promise<SecretView> {
    const { id, dialect, secret } = ask.body;
    const now = await this.settings.now(ask.tenantId);
    const sealed = seal(secret, id, this.config.secretsKey);
    await this.secrets.change(SharedSecretsStore.idOf(ask.tenantId, dialect), ask, (current) => {
      const state = withSecret(current?.state, { id, sealed }, now);
      return state && { state };
    });
    const added = activeOf(await this.secrets.of(ask.tenantId, dialect), now).find((one) => one.id === id);
    if (!added) throw new DomainError('invalid_status', 'The secret was dropped at once.');
    return secretViewOf(added);
  }
}
