import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { Trail } from '@sluice/telemetry';
import { BindingRecords, Bindings } from './bindings.js';
import { Broadcasts } from './broadcasts.js';
import { BrokerConnection, BrokerHealth } from './broker.connection.js';
import { DeadLetterStore } from './dead-letters.js';
import { MessageTransport } from './message.transport.js';
import { MessagingOptions, DependencyHealth } from './messaging.options.js';
import { Publisher } from './publisher.js';
import { RequestChannel, Requests } from './requests.js';

export interface MessagingModuleOptions<Config> {
  /** What the options are made from; a provider that the module can see, because it is global. */
  readonly inject: InjectionToken<Config>;
  readonly useFactory: (config: Config) => MessagingOptions;
  readonly deadLetters: InjectionToken<DeadLetterStore>;
  readonly bindings: InjectionToken<BindingRecords>;
  readonly trail: InjectionToken<Trail>;
  readonly surroundings: InjectionToken<DependencyHealth>;
}

const parts = [Bindings, Broadcasts, BrokerConnection, BrokerHealth, MessageTransport, Publisher, RequestChannel, Requests];
const exported = [Broadcasts, BrokerHealth, MessageTransport, MessagingOptions, Publisher, Requests];

@Module({})
export class MessagingModule {
  static forRootAsync<Config>({ inject, useFactory, deadLetters, bindings, trail, surroundings }: MessagingModuleOptions<Config>): DynamicModule {
    const providers = [
      ...parts, { provide: MessagingOptions, inject: [inject], useFactory }, { provide: DeadLetterStore, useExisting: deadLetters }, { provide: Trail, useExisting: trail },
      { provide: BindingRecords, useExisting: bindings }, { provide: DependencyHealth, useExisting: surroundings },
    ];
    return { module: MessagingModule, global: true, providers, exports: exported };
  }
}
