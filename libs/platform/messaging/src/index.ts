export { BindingRecords, type Removal } from './bindings.js';
export { Broadcasts } from './broadcasts.js';
export { BrokerHealth } from './broker.connection.js';
export { type DeadLetter, DeadLetterStore } from './dead-letters.js';
export { mayBeNewer, NotConfirmed, NotKnownYet, Park, RequestFailed, RequestTimedOut, RetryLater, ServiceAway, Unroutable, withdrawalOf } from './failures.js';
export { FairQueue } from './fair-queue.js';
export { MessageTransport } from './message.transport.js';
export { MessagingModule, type MessagingModuleOptions } from './messaging.module.js';
export { MessagingOptions, DependencyHealth } from './messaging.options.js';
export { type RequestMessage, deferred, OnMessage, OnRequest } from './handlers.js';
export {
  type Cause, type Deferred, type EntryExchange, type MessageSource, type OutboxEntry, type Refusal, type ReplyAddress, type Sent, toEntries,
} from './outbox-entry.js';
export { Publisher } from './publisher.js';
export { type RequestContext, Requests } from './requests.js';
