import { Injectable } from '@nestjs/common';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { SharedSecretsStore } from '../adapters/shared-secrets.store.js';
import { webhookDialects } from '../dialects/index.js';
import { activeOf } from '../secret/shared-secrets.js';
import type { Subscription } from '../subscription/subscription.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { open } from './sealed-secret.js';

/** The secrets that sign what a subscription is sent at this moment. */
@Injectable()
export class SigningSecrets {
  constructor(private readonly shared: SharedSecretsStore, private readonly settings: TenantSettings, private readonly config: WebhooksConfig) {}

  /** None: nothing may be sent. */
  async of({ id, tenantId, state: { dialect, secret } }: Versioned<Subscription>): Promise<string[]> {
    if (webhookDialects[dialect].secrets === 'own') return secret === undefined ? [] : [open(secret, id, this.config.secretsKey)];
    const active = activeOf(await this.shared.of(tenantId, dialect), await this.settings.now(tenantId));
    return active.map((one) => open(one.sealed, one.id, this.config.secretsKey));
  }
}
