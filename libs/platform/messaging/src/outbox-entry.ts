import type { Outgoing } from '@sluice/contract-kit';
import type { FieldProblem, RefusalCode } from '@sluice/kernel';

/** Why something is sent or changed: a message, a request or a timer. Every envelope is a cause. */
export interface Cause {
  readonly id: string;
  readonly tenantId: string;
  readonly withdrawalId?: string | undefined;
  /** The app whose answers queue an answer goes to. */
  readonly replyTo?: string | undefined;
  readonly traceparent?: string | undefined;
  /** In which the withdrawal was made, for traces and logs. */
  readonly dialect?: string | undefined;
  /** Set by a timer: the version it fired for, so that a change finds out that the aggregate has moved on. */
  readonly timer?: { readonly aggregateId: string; readonly version: number } | undefined;
}

/**
 * What a message's id is made from, beside its type and position: the aggregate and the version that it was decided with.
 * A cause alone is not enough: one cause may lead to messages about two aggregates, and to two about one.
 */
export interface MessageSource {
  readonly aggregate: string;
  readonly version: number;
  /** For what is sent without a change: the cause that asked for it. */
  readonly causeId?: string | undefined;
}

/** Where the reply to a request goes. Can be stored with an aggregate until the reply is known. */
export interface ReplyAddress {
  readonly queue: string;
  readonly correlationId: string;
}

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly details: readonly FieldProblem[];
}

/** The reply to a request whose handler returned `deferred`. */
export type Deferred =
  | { readonly replyAddress: ReplyAddress; readonly reply: unknown }
  | { readonly replyAddress: ReplyAddress; readonly refusal: Refusal };

export type Sent = Outgoing | Deferred;

/** The exchange by its last word; the publisher puts the namespace before it. `reply`: straight to the asker's queue. */
export type EntryExchange = 'commands' | 'answers' | 'events' | 'reply';

/** A message as it waits in an aggregate's document until the broker has confirmed it. */
export interface OutboxEntry {
  readonly id: string;
  readonly exchange: EntryExchange;
  readonly routingKey: string;
  readonly mandatory: boolean;
  readonly type: string;
  /** Whose work it is: tenants that wait take turns. Absent in what an older version stored. */
  readonly tenantId?: string | undefined;
  /** For the span of its publishing, like `dialect`. */
  readonly withdrawalId?: string | undefined;
  readonly dialect?: string | undefined;
  /** The JSON text as it goes over the wire: kept as text so that any body fits into any document. */
  readonly content: string;
  readonly correlationId?: string | undefined;
  readonly traceparent?: string | undefined;
  /** Wall-clock time of the write; the sweeper goes by it. */
  readonly at: Date;
}
