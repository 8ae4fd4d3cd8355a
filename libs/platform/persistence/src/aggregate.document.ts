import type { OutboxEntry } from '@sluice/messaging';
import type { Model } from 'mongoose';

/** Whom and what the latest change was for: a timer that fires speaks in its name. */
export interface StoredCause {
  withdrawalId?: string;
  replyTo?: string;
  traceparent?: string;
}

/** One of the latest writes of a document: by whom a version was made, when the answer to a write was lost or unclear. */
export interface StoredWrite {
  readonly version: number;
  /** Of one attempt of one process. */
  readonly mark: string;
  readonly causeId: string;
}

/** What every aggregate's document holds beside its state, whose fields stand on the same level. */
export interface AggregateDocument {
  _id: string;
  tenantId: string;
  version: number;
  /** Absent when nothing is due, so that the sparse index holds only what is. */
  dueAt?: Date;
  outbox: OutboxEntry[];
  cause: StoredCause;
  /** Newest last. Absent in documents of older programs. */
  lastWrites?: StoredWrite[];
  /** The running checks have not found this version right yet; written with every change of what they follow (docs/decisions/0205). */
  unchecked?: boolean;
  /** What running totals have of it. */
  counted?: Counted;
}

/** Minor units under the name of a total, as digits. */
export interface Part {
  readonly name: string;
  readonly units: string;
}

/** What of a document is in running totals, and since which fold of them. */
export interface Counted {
  readonly fold: number;
  readonly parts: readonly Part[];
}

export type AggregateModel = Model<AggregateDocument>;

/** The platform's own fields: a state cannot have one of the same name. */
export const reservedFields: ReadonlySet<string> = new Set<keyof AggregateDocument>(['_id', 'tenantId', 'version', 'dueAt', 'outbox', 'cause', 'lastWrites', 'unchecked', 'counted']);

/** The state's fields out of a stored document. */
export const stateFieldsOf = (document: AggregateDocument): Record<string, unknown> =>
  Object.fromEntries(Object.entries(document).filter(([field]) => !reservedFields.has(field)));

export const storedCause = ({ withdrawalId, replyTo, traceparent }: { withdrawalId?: string | undefined; replyTo?: string | undefined; traceparent?: string | undefined }): StoredCause => ({
  ...(withdrawalId === undefined ? {} : { withdrawalId }),
  ...(replyTo === undefined ? {} : { replyTo }),
  ...(traceparent === undefined ? {} : { traceparent }),
});
