import { Module } from '@nestjs/common';
import { ServiceConfig, ServiceModule } from '@sluice/service-host';
import { REPLAYS, Replays, replaysSchema } from './adapters/replays.store.js';
import { SHARED_SECRETS, SharedSecretsStore, sharedSecretsStoreSchema } from './adapters/shared-secrets.store.js';
import { WALLET_BALANCES, WalletBalances, walletBalancesSchema } from './adapters/wallet-balances.store.js';
import { DELIVERIES, Deliveries, deliveriesSchema } from './adapters/deliveries.store.js';
import { EVENTS, eventsSchema, HELD_CHANGES, heldChangesSchema } from './adapters/event.schemas.js';
import { FAN_OUTS, FanOuts, fanOutsSchema } from './adapters/fan-outs.store.js';
import { HttpWebhookTarget } from './adapters/http.webhook-target.js';
import { MongoEventRecords } from './adapters/mongo-event-records.js';
import { SUBSCRIPTIONS, Subscriptions, subscriptionsSchema } from './adapters/subscriptions.store.js';
import { Announcements } from './delivery/announcements.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { FanOut } from './delivery/fan-out.js';
import { Notifications } from './delivery/notifications.js';
import { SigningSecrets } from './delivery/signing-secrets.js';
import { EventLog } from './events/event-log.js';
import { AddSecretHandler } from './handlers/add-secret.handler.js';
import { CheckEventLogHandler } from './handlers/check-event-log.handler.js';
import { DropSecretHandler } from './handlers/drop-secret.handler.js';
import { EnableSubscriptionHandler } from './handlers/enable-subscription.handler.js';
import { ListDeliveriesHandler } from './handlers/list-deliveries.handler.js';
import { ListEventsHandler } from './handlers/list-events.handler.js';
import { ListReplaysHandler } from './handlers/list-replays.handler.js';
import { ListSecretsHandler } from './handlers/list-secrets.handler.js';
import { ListSubscriptionsHandler } from './handlers/list-subscriptions.handler.js';
import { ReadLogHandler } from './handlers/read-log.handler.js';
import { RecordBalanceHandler } from './handlers/record-balance.handler.js';
import { RecordChangeHandler } from './handlers/record-change.handler.js';
import { RecordNoticeHandler } from './handlers/record-notice.handler.js';
import { RedeliverHandler } from './handlers/redeliver.handler.js';
import { ReplayEventsHandler } from './handlers/replay-events.handler.js';
import { SubscribeHandler } from './handlers/subscribe.handler.js';
import { TestSubscriptionHandler } from './handlers/test-subscription.handler.js';
import { UnsubscribeHandler } from './handlers/unsubscribe.handler.js';
import { ChosenEvents } from './replay/chosen-events.js';
import { EventRecords } from './ports/event-records.js';
import { WebhookTarget } from './ports/webhook-target.js';
import { WebhooksConfig } from './webhooks.config.js';

@Module({
  imports: [
    ServiceModule.forRoot({
      service: 'webhooks',
      aggregates: [{ name: EVENTS, schema: eventsSchema, collection: EVENTS }, { name: HELD_CHANGES, schema: heldChangesSchema, collection: HELD_CHANGES },
        { name: SUBSCRIPTIONS, schema: subscriptionsSchema }, { name: DELIVERIES, schema: deliveriesSchema }, { name: FAN_OUTS, schema: fanOutsSchema },
        { name: SHARED_SECRETS, schema: sharedSecretsStoreSchema }, { name: WALLET_BALANCES, schema: walletBalancesSchema }, { name: REPLAYS, schema: replaysSchema },
      ],
    }),
  ],
  controllers: [
    RecordChangeHandler, ListEventsHandler, SubscribeHandler, ListSubscriptionsHandler, UnsubscribeHandler, ListDeliveriesHandler, RedeliverHandler,
    CheckEventLogHandler, RecordBalanceHandler, TestSubscriptionHandler, AddSecretHandler, ListSecretsHandler, DropSecretHandler, ReplayEventsHandler, ListReplaysHandler,
    ReadLogHandler, RecordNoticeHandler, EnableSubscriptionHandler,
  ],
  providers: [
    EventLog, { provide: EventRecords, useClass: MongoEventRecords }, Subscriptions, Deliveries, FanOuts, FanOut, Dispatcher,
    Notifications, Announcements, SigningSecrets, SharedSecretsStore, WalletBalances, Replays, ChosenEvents,
    { provide: WebhookTarget, useClass: HttpWebhookTarget },
    { provide: WebhooksConfig, useFactory: ({ sandbox }: ServiceConfig) => WebhooksConfig.fromEnvironment(process.env, sandbox), inject: [ServiceConfig] },
  ],
})
export class WebhooksModule {}
