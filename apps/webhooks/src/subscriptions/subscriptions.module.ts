import { Module } from '@nestjs/common';
import { Sealing } from '@sluice/persistence';
import { EventLogModule } from '../event-log/event-log.module.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { Audiences } from './audiences.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { SharedSecretsRepository, SubscriptionsRepository } from './subscriptions.repository.js';

@Module({
  imports: [EventLogModule],
  controllers: [SubscriptionsController],
  providers: [SubscriptionsRepository, SharedSecretsRepository, Audiences],
  exports: [SubscriptionsRepository, Audiences],
})
export class SubscriptionsModule {
  constructor(sealing: Sealing, { secretsKeys }: WebhooksConfig, subscriptions: SubscriptionsRepository, shared: SharedSecretsRepository) {
    sealing.add('subscriptions', () => subscriptions.sealAgain(secretsKeys));
    sealing.add('shared_secrets', () => shared.sealAgain(secretsKeys));
  }
}
