import { Controller } from '@nestjs/common';
import { dropSecret } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { SharedSecretsStore } from '../adapters/shared-secrets.store.js';
import { withoutSecret } from '../secret/shared-secrets.js';

@Controller()
export class DropSecretHandler {
  constructor(private readonly secrets: SharedSecretsStore, private readonly settings: TenantSettings) {}

  @OnRequest(dropSecret)
  async handle(ask: Ask<typeof dropSecret>): Promise<{ id: string }> {
    const { id, dialect } = ask.body;
    const now = await this.settings.now(ask.tenantId);
    await this.secrets.change(SharedSecretsStore.idOf(ask.tenantId, dialect), ask, (current) => ({ state: withoutSecret(current?.state, id, now) }));
    return { id };
  }
}
