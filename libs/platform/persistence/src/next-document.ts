import type { Cause, MessageSource } from '@sluice/messaging';
import { currentTraceparent } from '@sluice/telemetry';
import { storedCause, type AggregateDocument, type StoredWrite } from './aggregate.document.js';
import { randomBytes } from 'node:crypto';
import type { Change, Versioned } from './versioned.js';

/** Of this process; with a count after it, of one attempt to write. */
const PROCESS_MARK = randomBytes(6).toString('base64url');
let attempts = 0;

/** Enough to tell, after an unclear answer, whether a version was made by this attempt. */
const WRITES_KEPT = 4;

export function nextOf<S>(id: string, cause: Cause, current: Versioned<S> | null, change: Change<S>): Versioned<S> {
  const state = change.state ?? current?.state;
  if (state === undefined) throw new TypeError(`${id} does not exist: its first change needs a state.`);
  const dueAt = change.dueAt === undefined ? current?.dueAt ?? null : change.dueAt;
  return { id, tenantId: current?.tenantId ?? cause.tenantId, version: (current?.version ?? 0) + 1, dueAt, state };
}

interface Content {
  /** The state's. */
  readonly fields: Record<string, unknown>;
  readonly outbox: AggregateDocument['outbox'];
  /** Whether checks follow what changes: the mark is in the same write as the change. */
  readonly isFollowed: boolean;
}

/** The document as it will be stored. */
export function nextDocument({ id, tenantId, version, dueAt }: Versioned<unknown>, cause: Cause, stored: AggregateDocument | null, { fields, outbox, isFollowed }: Content): AggregateDocument {
  return {
    _id: id, tenantId, version, ...(dueAt === null ? {} : { dueAt }), outbox, ...(isFollowed && { unchecked: true }),
    cause: { ...stored?.cause, ...storedCause({ ...cause, traceparent: currentTraceparent() ?? cause.traceparent }) },
    lastWrites: [...(stored?.lastWrites ?? []), newWrite(version, cause)].slice(-WRITES_KEPT),
    ...fields,
  };
}

const newWrite = (version: number, cause: Cause): StoredWrite => ({ version, mark: `${PROCESS_MARK}${(attempts += 1).toString(36)}`, causeId: cause.id });

/**
 * What the ids of messages are made from: the aggregate and the version that they were decided with, so that no two
 * changes make the same. What is only sent again has the ids of the version that the same cause made, as long as that is
 * known, and otherwise its own.
 */
export function sourceOf(collection: string, id: string, cause: Cause, stored: AggregateDocument | null, writes: boolean): MessageSource {
  const version = stored?.version ?? 0;
  const aggregate = `${collection} ${id}`;
  if (writes) return { aggregate, version: version + 1 };
  const made = stored?.lastWrites?.findLast(({ causeId }) => causeId === cause.id);
  return made === undefined ? { aggregate, version, causeId: cause.id } : { aggregate, version: made.version };
}
