import { Module } from '@nestjs/common';
import { Retention } from '@sluice/persistence';
import { HttpWebhookTarget } from './webhook-target.http.js';
import { EventLogModule } from '../event-log/event-log.module.js';
import { SubscriptionsModule } from '../subscriptions/subscriptions.module.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { Announcements } from './announcements.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DELIVERIES, DeliveriesRepository } from './deliveries.repository.js';
import { Dispatcher } from './dispatcher.js';
import { EndpointLeases } from './endpoint-leases.repository.js';
import { HeldEndpoints } from './held-endpoints.js';
import { Sender } from './sender.js';
import { FanOutsRepository, UnfinishedFanOuts } from './unfinished-fan-outs.repository.js';

@Module({
  imports: [EventLogModule, SubscriptionsModule],
  controllers: [DeliveriesController],
  providers: [DeliveriesRepository, EndpointLeases, HeldEndpoints, HttpWebhookTarget, Sender, Dispatcher, Announcements, FanOutsRepository, UnfinishedFanOuts],
  exports: [DeliveriesRepository, Dispatcher, Announcements],
})
export class DeliveriesModule {
  /** What waits is due, however old it is. */
  constructor(retention: Retention, { deliveryDays: days }: WebhooksConfig) {
    retention.addDocuments({ name: DELIVERIES, days, tenantsOf: DELIVERIES, filterOf: (before) => ({ createdAt: { $lt: before.toISOString() }, dueAt: { $exists: false } }) });
  }
}
