import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { DeadLetterAdmin, MongoDeadLetters } from './dead-letters.js';
import { MongoBindings } from './mongo-bindings.js';
import { MongoTrail } from './mongo-trail.js';
import { OlderDocuments } from './older-documents.js';
import { Outbox } from './outbox.js';
import { Retention } from './retention.js';
import { Sealing } from './sealing.js';
import { PersistenceOptions, TenantSettings } from './tenant-settings.js';
import { Timers } from './timer-watch.js';

export interface PersistenceModuleOptions<Config> {
  /** What the options are made from; a provider that the module can see, because it is global. */
  readonly inject: InjectionToken<Config>;
  readonly useFactory: (config: Config) => PersistenceOptions;
}

const parts = [DeadLetterAdmin, MongoBindings, MongoDeadLetters, MongoTrail, OlderDocuments, Outbox, Retention, Sealing, TenantSettings, Timers];

@Module({})
export class PersistenceModule {
  static forRootAsync<Config>({ inject, useFactory }: PersistenceModuleOptions<Config>): DynamicModule {
    const options = { provide: PersistenceOptions, inject: [inject], useFactory };
    return { module: PersistenceModule, global: true, providers: [...parts, options], exports: [...parts, PersistenceOptions] };
  }
}
