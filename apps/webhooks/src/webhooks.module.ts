import { Global, Module } from '@nestjs/common';
import { ServiceConfig, ServiceModule } from '@sluice/service-host';
import { BalancesModule } from './balances/balances.module.js';
import { walletBalances } from './balances/wallet-balances.repository.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { DELIVERIES, deliveriesSchema } from './deliveries/deliveries.repository.js';
import { ENDPOINTS, endpointsSchema } from './deliveries/endpoint-leases.repository.js';
import { LOG_CHECKS, logChecksSchema } from './event-log/event-log-check.repository.js';
import { EventLogModule } from './event-log/event-log.module.js';
import { EVENTS, eventsSchema, HELD_CHANGES, heldChangesSchema } from './event-log/event-records.repository.js';
import { ReplaysModule } from './replays/replays.module.js';
import { replays } from './replays/replays.repository.js';
import { SubscriptionsModule } from './subscriptions/subscriptions.module.js';
import { sharedSecrets, subscriptions } from './subscriptions/subscriptions.repository.js';
import { WebhooksConfig } from './webhooks.config.js';

const aggregates = [
  { name: EVENTS, schema: eventsSchema, collection: EVENTS }, { name: HELD_CHANGES, schema: heldChangesSchema, collection: HELD_CHANGES },
  { name: LOG_CHECKS, schema: logChecksSchema, collection: LOG_CHECKS },
  subscriptions, sharedSecrets,
  { name: DELIVERIES, schema: deliveriesSchema, collection: DELIVERIES }, { name: ENDPOINTS, schema: endpointsSchema, collection: ENDPOINTS },
  walletBalances, replays,
];

/** The environment of the service, for all of its rooms. */
@Global()
@Module({
  providers: [{ provide: WebhooksConfig, useFactory: ({ sandbox }: ServiceConfig) => WebhooksConfig.fromEnvironment(process.env, sandbox), inject: [ServiceConfig] }],
  exports: [WebhooksConfig],
})
class WebhooksConfigModule {}

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'webhooks', aggregates }), WebhooksConfigModule,
    EventLogModule, SubscriptionsModule, DeliveriesModule, BalancesModule, ReplaysModule,
  ],
})
export class WebhooksModule {}
