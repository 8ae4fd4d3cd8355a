import { Module } from '@nestjs/common';
import { EventLogModule } from '../event-log/event-log.module.js';
import { Audiences } from './audiences.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { SharedSecretsRepository, SubscriptionsRepository } from './subscriptions.repository.js';

@Module({
  imports: [EventLogModule],
  controllers: [SubscriptionsController],
  providers: [SubscriptionsRepository, SharedSecretsRepository, Audiences],
  exports: [SubscriptionsRepository, Audiences],
})
export class SubscriptionsModule {}
