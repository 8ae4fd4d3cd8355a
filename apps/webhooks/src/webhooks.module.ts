import { Module } from '@nestjs/common';
import { ServiceConfig, ServiceModule } from '@sluice/service-host';
import { DELIVERIES, Deliveries, deliveriesSchema } from './adapters/deliveries.store.js';
import { EVENTS, eventsSchema, HELD_CHANGES, heldChangesSchema } from './adapters/event.schemas.js';
import { FAN_OUTS, FanOuts, fanOutsSchema } from './adapters/fan-outs.store.js';
import { HttpWebhookTarget } from './adapters/http.webhook-target.js';
import { MongoEventRecords } from './adapters/mongo-event-records.js';
import { SUBSCRIPTIONS, Subscriptions, subscriptionsSchema } from './adapters/subscriptions.store.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { FanOut } from './delivery/fan-out.js';
import { EventLog } from './events/event-log.js';
import { ListDeliveriesHandler } from './handlers/list-deliveries.handler.js';
import { ListEventsHandler } from './handlers/list-events.handler.js';
import { ListSubscriptionsHandler } from './handlers/list-subscriptions.handler.js';
import { RecordChangeHandler } from './handlers/record-change.handler.js';
import { RedeliverHandler } from './handlers/redeliver.handler.js';
import { SubscribeHandler } from './handlers/subscribe.handler.js';
import { UnsubscribeHandler } from './handlers/unsubscribe.handler.js';
import { EventRecords } from './ports/event-records.js';
import { WebhookTarget } from './ports/webhook-target.js';
import { WebhooksConfig } from './webhooks.config.js';

@Module({
  imports: [
    ServiceModule.forRoot({
      service: 'webhooks',
      aggregates: [{ name: EVENTS, schema: eventsSchema, collection: EVENTS }, { name: HELD_CHANGES, schema: heldChangesSchema, collection: HELD_CHANGES },
        { name: SUBSCRIPTIONS, schema: subscriptionsSchema }, { name: DELIVERIES, schema: deliveriesSchema }, { name: FAN_OUTS, schema: fanOutsSchema },
      ],
    }),
  ],
  controllers: [
    RecordChangeHandler, ListEventsHandler, SubscribeHandler, ListSubscriptionsHandler, UnsubscribeHandler, ListDeliveriesHandler, RedeliverHandler,
  ],
  providers: [
    EventLog, { provide: EventRecords, useClass: MongoEventRecords }, Subscriptions, Deliveries, FanOuts, FanOut, Dispatcher,
    { provide: WebhookTarget, useClass: HttpWebhookTarget },
    { provide: WebhooksConfig, useFactory: ({ sandbox }: ServiceConfig) => WebhooksConfig.fromEnvironment(process.env, sandbox), inject: [ServiceConfig] },
  ],
})
export class WebhooksModule {}
