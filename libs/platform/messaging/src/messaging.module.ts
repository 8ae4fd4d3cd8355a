import { Module, type DynamicModule, type InjectionToken, type Type } from '@nestjs/common';
import { Trail } from '@sluice/telemetry';
import { Broadcasts } from './broadcasts.js';
import { BrokerConnection } from './broker.connection.js';
import { BrokerHealth } from './broker.health.js';
import { DeadLetterStore } from './dead-letter.js';
import { MessageTransport } from './message.transport.js';
import { MessagingOptions } from './messaging.options.js';
import { Publisher } from './publisher.js';
import { RequestChannel } from './request.channel.js';
import { Requests } from './requests.js';

export interface MessagingModuleOptions extends MessagingOptions {
  readonly deadLetters: Type<DeadLetterStore>;
  readonly trail: Type<Trail>;
}

export interface AsyncMessagingModuleOptions<Config> {
  /** What the options are made from; a provider that the module can see, because it is global. */
  readonly inject: InjectionToken<Config>;
  readonly useFactory: (config: Config) => MessagingOptions;
  readonly deadLetters: InjectionToken<DeadLetterStore>;
  readonly trail: InjectionToken<Trail>;
}

const parts = [Broadcasts, BrokerConnection, BrokerHealth, MessageTransport, Publisher, RequestChannel, Requests];
const exported = [Broadcasts, BrokerHealth, MessageTransport, MessagingOptions, Publisher, Requests];

@Module({})
export class MessagingModule {
  static forRoot(options: MessagingModuleOptions): DynamicModule {
    const providers = [...parts, { provide: MessagingOptions, useValue: options }, { provide: DeadLetterStore, useClass: options.deadLetters }, { provide: Trail, useClass: options.trail }];
    return { module: MessagingModule, global: true, providers, exports: exported };
  }

  static forRootAsync<Config>({ inject, useFactory, deadLetters, trail }: AsyncMessagingModuleOptions<Config>): DynamicModule {
    const providers = [
      ...parts, { provide: MessagingOptions, inject: [inject], useFactory }, { provide: DeadLetterStore, useExisting: deadLetters }, { provide: Trail, useExisting: trail },
    ];
    return { module: MessagingModule, global: true, providers, exports: exported };
  }
}
