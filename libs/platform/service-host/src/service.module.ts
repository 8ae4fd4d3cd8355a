import { Global, Module, type DynamicModule } from '@nestjs/common';
import { MongooseModule, type ModelDefinition } from '@nestjs/mongoose';
import type { KeyRing } from '@sluice/kernel';
import { MessagingModule, type MessagingOptions } from '@sluice/messaging';
import { MongoBindings, MongoDeadLetters, MongoTrail, PersistenceModule } from '@sluice/persistence';
import { LoggerModule } from 'nestjs-pino';
import { Database } from './database/database.js';
import { DatabaseModule } from './database/database.module.js';
import { deadLettersControllerOf, FaultInjector, messageCheckControllerOf, tenantSettingsControllerOf, trailControllerOf } from './operations.controllers.js';
import { HealthController, MetricsController } from './management-port.js';
import { loggingFor } from './logging.js';
import { Readiness, ServiceState } from './service.state.js';
import { readServiceConfig, ServiceConfig } from './service.config.js';

export interface ServiceModuleOptions {
  readonly service: string;
  /** Every collection of the service: descriptions by `aggregate(…)`, or a name and a schema. */
  readonly aggregates?: readonly ModelDefinition[];
  /** Reads what fields are sealed with, for a service that seals any. */
  readonly dataKeys?: (sandbox: boolean) => KeyRing;
}

const messagingOf = ({ service, amqpUrl, namespace }: ServiceConfig): MessagingOptions => ({ service, url: amqpUrl, namespace });

/** The configuration by itself, so that every other part of the host can be made from it. */
@Global()
@Module({})
class ServiceConfigModule {
  static of(service: string): DynamicModule {
    const provider = { provide: ServiceConfig, useFactory: () => readServiceConfig(service, process.env) };
    return { module: ServiceConfigModule, providers: [provider], exports: [ServiceConfig] };
  }
}

/** All that a service has in common with the others: configuration, database, broker, health, metrics and logs. */
@Global()
@Module({})
export class ServiceModule {
  static forRoot({ service, aggregates = [], dataKeys: readKeys }: ServiceModuleOptions): DynamicModule {
    const models = MongooseModule.forFeature([...aggregates]);
    return {
      module: ServiceModule,
      imports: [
        ServiceConfigModule.of(service),
        LoggerModule.forRootAsync({ inject: [ServiceConfig], useFactory: loggingFor }),
        DatabaseModule,
        MessagingModule.forRootAsync({ inject: ServiceConfig, useFactory: messagingOf, deadLetters: MongoDeadLetters, bindings: MongoBindings, trail: MongoTrail, surroundings: Database }),
        PersistenceModule.forRootAsync({ inject: ServiceConfig, useFactory: ({ sandbox, service: name, trailDays, deadLetterDays, dataKeys = readKeys?.(sandbox) }) => ({ sandbox, service: name, trailDays, deadLetterDays, dataKeys }) }),
        models,
      ],
      controllers: [
        HealthController, MetricsController, tenantSettingsControllerOf(service), deadLettersControllerOf(service), trailControllerOf(service), messageCheckControllerOf(service),
      ],
      providers: [FaultInjector, Readiness, ServiceState],
      exports: [ServiceConfigModule, ServiceState, models],
    };
  }
}
