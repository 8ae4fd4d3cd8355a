import type { Cause, OutboxEntry } from '@sluice/messaging';
import { currentTraceparent } from '@sluice/telemetry';
import type { AggregateDocument, AggregateModel } from './aggregate.document.js';
import { storedCause } from './aggregate.document.js';
import { DuplicateKey, duplicateFieldsOf } from './duplicate-key.error.js';

/** One change as it is written: all of it, or nothing. */
export interface Write {
  readonly id: string;
  readonly cause: Cause;
  readonly fields: Record<string, unknown>;
  readonly dueAt: Date | null;
  readonly entries: readonly OutboxEntry[];
}

/** An absent value must stay absent: the driver would store it as null. */
const options = { ignoreUndefined: true };

const causeOf = (cause: Cause): object => storedCause({ ...cause, traceparent: currentTraceparent() ?? cause.traceparent });

/** True when written; false when another process was first. @throws DuplicateKey */
export async function insertFirst(model: AggregateModel, { id, cause, fields, dueAt, entries }: Write): Promise<boolean> {
  const document: AggregateDocument = {
    _id: id, tenantId: cause.tenantId, version: 1, ...(dueAt === null ? {} : { dueAt }), outbox: [...entries], cause: causeOf(cause), ...fields,
  };
  return firstUnlessDuplicate(async () => {
    await model.collection.insertOne(document as never, options);
    return true;
  });
}

/**
 * State, version, due time and outgoing messages in one conditional update. New messages are pushed, and the outbox is
 * never replaced, because a clearing may pull sent ones out of it at the same moment.
 */
export async function updateVersion(model: AggregateModel, stored: AggregateDocument, { id, cause, fields, dueAt, entries }: Write, gone: readonly string[]): Promise<boolean> {
  const causeFields = Object.fromEntries(Object.entries(causeOf(cause)).map(([field, value]) => [`cause.${field}`, value]));
  const absent = [...gone, ...(dueAt === null && stored.dueAt !== undefined ? ['dueAt'] : [])];
  const update = {
    $set: { ...fields, ...(dueAt === null ? {} : { dueAt }), ...causeFields },
    $inc: { version: 1 },
    ...(absent.length === 0 ? {} : { $unset: Object.fromEntries(absent.map((field) => [field, ''])) }),
    ...(entries.length === 0 ? {} : { $push: { outbox: { $each: entries } } }),
  };
  const filter = { _id: id, tenantId: stored.tenantId, version: stored.version };
  return firstUnlessDuplicate(async () => (await model.collection.updateOne(filter as never, update as never, options)).matchedCount === 1);
}

/** Somebody else's document under the same id is a lost race; the same value in another unique field is a refusal. */
async function firstUnlessDuplicate(write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write();
  } catch (error) {
    const fields = duplicateFieldsOf(error);
    if (fields === null) throw error;
    if (fields.includes('_id')) return false;
    throw new DuplicateKey(fields);
  }
}
