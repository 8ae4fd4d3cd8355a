import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listSecrets } from '@sluice/contract-webhooks';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { SharedSecretsStore } from '../adapters/shared-secrets.store.js';
import { activeOf, secretViewOf } from '../secret/shared-secrets.js';

@Controller()
export class ListSecretsHandler {
  constructor(private readonly secrets: SharedSecretsStore, private readonly settings: TenantSettings) {}

  @OnRequest(listSecrets)
  async handle({ tenantId, body }: Ask<typeof listSecrets>): Promise<ReplyOf<typeof listSecrets>> {
    return { secrets: activeOf(await this.secrets.of(tenantId, body.dialect), await this.settings.now(tenantId)).map(secretViewOf) };
  }
}
