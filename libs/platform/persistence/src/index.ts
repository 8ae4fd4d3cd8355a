export {
  type AggregateDocument, type AggregateModel, type Change, type Counted, ownedBy, type Part, type StoredCause, type StoredWrite, StateCodec, type Upcaster, type Versioned,
} from './aggregate.document.js';
export { type Aggregate, aggregate, type Index, stored, type StoredNames, withIndexes } from './aggregate.js';
export { DeadLetterAdmin, type DeadLetterDocument, MongoDeadLetters } from './dead-letters.js';
export { DuplicateKey, insertNew, isDuplicateKey, MAX_DOCUMENTS_PER_ANSWER, type ListOrder, type Page, readPage, rowsAfter, sortBy, unknownPageEnd, withWholeAnswers } from './queries.js';
export { Batcher, type Outcome } from './concurrency.js';
export { Copies } from './copies.js';
export { MongoBindings } from './mongo-bindings.js';
export { MongoTrail } from './mongo-trail.js';
export { type OlderDocument, OlderDocuments } from './older-documents.js';
export { Outbox } from './outbox.js';
export { PersistenceModule, type PersistenceModuleOptions } from './persistence.module.js';
export { PersistenceOptions, type Settings, TenantSettings } from './tenant-settings.js';
export { type ChangeOptions, type Decide, type FindOptions, type PageLimits, type PageOrder, Repository, type StoredFilter } from './repository.js';
export { repositoryOf, type RepositoryClass, SerialRepository, serialRepositoryOf } from './repository-of.js';
export { type Counting, headsSchema, isFullCheckDue, RunningTotals, type Total, totalKeyOf, totalsSchema } from './running-totals.js';
export { type Old, Retention, type RetentionRule } from './retention.js';
export { openValue, Sealing, sealValue } from './sealing.js';
export { SharedRate, SharedRates, sharedRates } from './shared-rates.js';
export { Timers } from './timer-watch.js';
export { CHECK_PAGE_SIZE, withCheckIndex, type CheckMarked, UncheckedDocuments } from './unchecked-documents.js';
export { LeasedReadings } from './leased-readings.js';
