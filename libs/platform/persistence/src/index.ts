export {
  type AggregateDocument, type AggregateModel, aggregateSchema, type Change, type Counted, type Part, type StoredCause, type StoredWrite, type Versioned,
} from './aggregate.document.js';
export { AggregateStore, type Decide, type FindOptions, type StoredFilter } from './aggregate.store.js';
export { DeadLetterAdmin, type DeadLetterDocument, MongoDeadLetters } from './dead-letters.js';
export { DuplicateKey, MAX_DOCUMENTS_PER_ANSWER, withWholeAnswers, newestFirst } from './queries.js';
export { Batcher, type Outcome } from './concurrency.js';
export { MongoBindings } from './mongo-bindings.js';
export { MongoTrail } from './mongo-trail.js';
export { type OlderDocument, OlderDocuments } from './older-documents.js';
export { Outbox } from './outbox.js';
export { PersistenceModule, type PersistenceModuleOptions } from './persistence.module.js';
export { PersistenceOptions, type Settings, TenantSettings } from './tenant-settings.js';
export { type Counting, headsSchema, isFullCheckDue, RunningTotals, type Total, totalKeyOf, totalsSchema } from './running-totals.js';
export { Timers } from './timers.js';
export { CHECK_PAGE_SIZE, withCheckIndex, type CheckMarked, UncheckedDocuments } from './unchecked-documents.js';
