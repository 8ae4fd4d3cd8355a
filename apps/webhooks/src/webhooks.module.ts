import { Global, Module } from '@nestjs/common';
import { ServiceConfig, ServiceModule } from '@sluice/service-host';
import { BalancesModule } from './balances/balances.module.js';
import { WALLET_BALANCES, walletBalancesSchema } from './balances/wallet-balances.repository.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { DELIVERIES, deliveriesSchema } from './deliveries/deliveries.repository.js';
import { ENDPOINTS, endpointsSchema } from './deliveries/endpoint-leases.repository.js';
import { LOG_CHECKS, logChecksSchema } from './event-log/event-log-check.repository.js';
import { EventLogModule } from './event-log/event-log.module.js';
import { EVENTS, eventsSchema, HELD_CHANGES, heldChangesSchema } from './event-log/event-records.repository.js';
import { ReplaysModule } from './replays/replays.module.js';
import { REPLAYS, replaysSchema } from './replays/replays.repository.js';
import { SubscriptionsModule } from './subscriptions/subscriptions.module.js';
import { SHARED_SECRETS, sharedSecretsStored, SUBSCRIPTIONS, subscriptionsSchema } from './subscriptions/subscriptions.repository.js';
import { WebhooksConfig } from './webhooks.config.js';

const aggregates = [
  { name: EVENTS, schema: eventsSchema, collection: EVENTS }, { name: HELD_CHANGES, schema: heldChangesSchema, collection: HELD_CHANGES },
  { name: LOG_CHECKS, schema: logChecksSchema, collection: LOG_CHECKS },
  { name: SUBSCRIPTIONS, schema: subscriptionsSchema }, { name: SHARED_SECRETS, schema: sharedSecretsStored },
  { name: DELIVERIES, schema: deliveriesSchema, collection: DELIVERIES }, { name: ENDPOINTS, schema: endpointsSchema, collection: ENDPOINTS },
  { name: WALLET_BALANCES, schema: walletBalancesSchema }, { name: REPLAYS, schema: replaysSchema },
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
