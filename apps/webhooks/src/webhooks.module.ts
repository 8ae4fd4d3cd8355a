import { Module } from '@nestjs/common';
import { ServiceConfig, ServiceModule } from '@sluice/service-host';
import { BalancesController } from './balances/balances.controller.js';
import { WALLET_BALANCES, WalletBalancesRepository, walletBalancesSchema } from './balances/wallet-balances.repository.js';
import { Announcements } from './deliveries/announcements.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DELIVERIES, DeliveriesRepository, deliveriesSchema } from './deliveries/deliveries.repository.js';
import { Dispatcher } from './deliveries/dispatcher.js';
import { EndpointLeases, ENDPOINTS, endpointsSchema } from './deliveries/endpoint-leases.repository.js';
import { HeldEndpoints } from './deliveries/held-endpoints.js';
import { Sender } from './deliveries/sender.js';
import { FanOutsRepository, UnfinishedFanOuts } from './deliveries/unfinished-fan-outs.repository.js';
import { HttpWebhookTarget } from './egress/webhook-target.http.js';
import { EventLogCheck, LOG_CHECKS, logChecksSchema } from './event-log/event-log-check.repository.js';
import { EventLogController } from './event-log/event-log.controller.js';
import { EventLog } from './event-log/event-log.js';
import { EventRecords } from './event-log/event-records.js';
import { EventRecordsRepository, EVENTS, eventsSchema, HELD_CHANGES, heldChangesSchema } from './event-log/event-records.repository.js';
import { ChosenEvents } from './replays/chosen-events.js';
import { ReplaysController } from './replays/replays.controller.js';
import { REPLAYS, ReplaysRepository, replaysSchema } from './replays/replays.repository.js';
import { SecretsController } from './secrets/secrets.controller.js';
import { SHARED_SECRETS, SharedSecretsRepository, sharedSecretsStored } from './secrets/shared-secrets.repository.js';
import { Audiences } from './subscriptions/audiences.js';
import { SubscriptionsController } from './subscriptions/subscriptions.controller.js';
import { SUBSCRIPTIONS, SubscriptionsRepository, subscriptionsSchema } from './subscriptions/subscriptions.repository.js';
import { WebhooksConfig } from './webhooks.config.js';

@Module({
  imports: [
    ServiceModule.forRoot({
      service: 'webhooks',
      aggregates: [
        { name: EVENTS, schema: eventsSchema, collection: EVENTS }, { name: HELD_CHANGES, schema: heldChangesSchema, collection: HELD_CHANGES },
        { name: LOG_CHECKS, schema: logChecksSchema, collection: LOG_CHECKS },
        { name: SUBSCRIPTIONS, schema: subscriptionsSchema }, { name: SHARED_SECRETS, schema: sharedSecretsStored },
        { name: DELIVERIES, schema: deliveriesSchema, collection: DELIVERIES }, { name: ENDPOINTS, schema: endpointsSchema, collection: ENDPOINTS },
        { name: WALLET_BALANCES, schema: walletBalancesSchema }, { name: REPLAYS, schema: replaysSchema },
      ],
    }),
  ],
  controllers: [EventLogController, SubscriptionsController, SecretsController, DeliveriesController, BalancesController, ReplaysController],
  providers: [
    EventLog, EventLogCheck, { provide: EventRecords, useClass: EventRecordsRepository },
    SubscriptionsRepository, SharedSecretsRepository, Audiences,
    DeliveriesRepository, EndpointLeases, HeldEndpoints, Sender, Dispatcher, Announcements, FanOutsRepository, UnfinishedFanOuts,
    WalletBalancesRepository, ReplaysRepository, ChosenEvents,
    HttpWebhookTarget,
    { provide: WebhooksConfig, useFactory: ({ sandbox }: ServiceConfig) => WebhooksConfig.fromEnvironment(process.env, sandbox), inject: [ServiceConfig] },
  ],
})
export class WebhooksModule {}
