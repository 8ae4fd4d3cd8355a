export { type AggregateDocument, type AggregateModel } from './aggregate.document.js';
export { aggregateSchema } from './aggregate.schema.js';
export { AggregateStore, type Decide, type FindOptions, type StoredFilter } from './aggregate.store.js';
export { DuplicateKey } from './duplicate-key.error.js';
export { MongoDeadLetters } from './mongo-dead-letters.js';
export { Outbox } from './outbox.js';
export { TenantSettings, type Settings } from './tenant-settings.js';
export { Timers } from './timers.js';
export { type Change, type Versioned } from './versioned.js';
