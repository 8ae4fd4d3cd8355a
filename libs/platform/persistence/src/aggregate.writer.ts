import { randomBytes } from 'node:crypto';
import type { Cause, MessageSource } from '@sluice/messaging';
import { currentLogFields, currentTraceparent } from '@sluice/telemetry';
import { mongo } from 'mongoose';
import { type AggregateDocument, type AggregateModel, type Change, stateFieldsOf, storedCause, type StoredWrite, type Versioned } from './aggregate.document.js';
import { Batcher, type Outcome } from './concurrency.js';
import { duplicateFieldsOf, DuplicateKey, MAX_DOCUMENTS_PER_ANSWER } from './queries.js';

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
  readonly isChecked: boolean;
  readonly shape: number;
}

/** The document as it will be stored. */
export function nextDocument({ id, tenantId, version, dueAt }: Versioned<unknown>, cause: Cause, stored: AggregateDocument | null, { fields, outbox, isChecked, shape }: Content): AggregateDocument {
  return {
    _id: id, tenantId, version, ...(dueAt === null ? {} : { dueAt }), outbox, ...(isChecked && { unchecked: true }), ...(shape > 0 && { shape }),
    cause: { ...stored?.cause, ...storedCause({ ...cause, traceparent: currentTraceparent() ?? cause.traceparent, dialect: stored?.cause.dialect ?? cause.dialect ?? currentLogFields().dialect }) },
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

/** A document as this process knows it. */
export interface Known {
  readonly document: AggregateDocument;
  /** Holds nothing that this program's schema does not know. */
  readonly plain: boolean;
}

interface Entry {
  readonly version: number;
  readonly plain: boolean;
  readonly bytes: Uint8Array;
  outbox: AggregateDocument['outbox'];
  readonly at: number;
}

const MOST_BYTES = 8 * 1024 * 1024;

/**
 * What this process wrote last, each as the database would give it back, least used out first. It may be stale: another
 * process may have written since. So it is only for what a compare-and-set decides.
 */
export class LastWritten {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  get size(): number {
    return this.entries.size;
  }

  get(id: string, youngerThanMs = Infinity): Known | null {
    const entry = this.entries.get(id);
    if (entry === undefined || performance.now() - entry.at >= youngerThanMs) return null;
    this.entries.delete(id);
    this.entries.set(id, entry);
    return { document: { ...(mongo.BSON.deserialize(entry.bytes) as AggregateDocument), outbox: entry.outbox }, plain: entry.plain };
  }

  /** An older version never takes the place of a newer one. */
  put({ outbox, ...document }: AggregateDocument, plain: boolean): void {
    const before = this.entries.get(document._id);
    if (before !== undefined && before.version > document.version) return;
    this.drop(document._id);
    const bytes = mongo.BSON.serialize(document, { ignoreUndefined: true });
    this.entries.set(document._id, { version: document.version, plain, bytes, outbox, at: performance.now() });
    this.bytes += bytes.length;
    for (const id of this.entries.keys()) {
      if (this.bytes <= this.mostBytes) return;
      this.drop(id);
    }
  }

  drop(id: string): void {
    this.bytes -= this.entries.get(id)?.bytes.length ?? 0;
    this.entries.delete(id);
  }

  /** The version stays: taking sent messages out is no change. */
  cleared(id: string, entryIds: ReadonlySet<string>): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) entry.outbox = entry.outbox.filter((waiting) => !entryIds.has(waiting.id));
  }
}

/** One change as it is written: all of it, or nothing. */
export interface Write {
  /** Null: there is none yet. */
  readonly stored: AggregateDocument | null;
  readonly next: AggregateDocument;
}

/** An absent value must stay absent: the driver would store it as null. */
const options = { ignoreUndefined: true };

const done = <R>(value: R): Outcome<R> => ({ status: 'fulfilled', value });

const failed = (reason: unknown): Outcome<never> => ({ status: 'rejected', reason });

/** The commands of one collection by id, grouped: reads as one question, inserts and compare-and-sets as one command each. */
export class AggregateWriter {
  private readonly finds = new Batcher<string, AggregateDocument | null>((ids) => this.findAll(ids));
  private readonly inserts = new Batcher<Write, boolean>((writes) => this.insertAll(writes));
  private readonly updates = new Batcher<Write, boolean>((writes) => this.updateAll(writes));

  constructor(private readonly model: AggregateModel) {}

  /** As it stands after this call began. */
  find(id: string): Promise<AggregateDocument | null> {
    return this.finds.add(id);
  }

  /** True when written; false when another process was first. @throws DuplicateKey */
  write(write: Write): Promise<boolean> {
    return write.stored === null ? this.inserts.add(write) : this.updates.add(write);
  }

  private async findAll(ids: readonly string[]): Promise<Outcome<AggregateDocument | null>[]> {
    const [first] = ids;
    if (ids.length === 1) return [done((await this.model.collection.findOne({ _id: first as never })) as AggregateDocument | null)];
    const found = await this.findDocuments([...new Set(ids)]);
    return ids.map((id) => done(found.get(id) ?? null));
  }

  private async insertAll(writes: readonly Write[]): Promise<Outcome<boolean>[]> {
    const [first] = writes;
    if (writes.length === 1 && first) return this.judgeAll(writes, [await settle(() => this.insert(first))]);
    const refused = await this.bulk(writes.map(({ next }) => ({ insertOne: { document: next } })));
    return this.judgeAll(writes, await Promise.all(writes.map(async (write, index) => (refused.failures.has(index) ? settle(() => this.insert(write)) : done(true)))));
  }

  /** The answer to a group says how many matched, not which: when it was not all, each is looked for. */
  private async updateAll(writes: readonly Write[]): Promise<Outcome<boolean>[]> {
    const [first] = writes;
    if (writes.length === 1 && first) return this.judgeAll(writes, [await settle(() => this.update(first))]);
    const { failures, matched } = await this.bulk(writes.map((write) => ({ updateOne: { filter: filterOf(write), update: updateOf(write) } })));
    const all = matched === writes.length - failures.size;
    return this.judgeAll(writes, await Promise.all(writes.map(async (write, index) => (failures.has(index) ? settle(() => this.update(write)) : done(all)))));
  }

  private async insert({ next }: Write): Promise<boolean> {
    await this.model.collection.insertOne(next as never, options);
    return true;
  }

  private async update(write: Write): Promise<boolean> {
    return (await this.model.collection.updateOne(filterOf(write), updateOf(write), options)).matchedCount === 1;
  }

  /** What a write that did not go through comes to. One that seems lost may be our own, made by an attempt whose answer was lost. */
  private async judgeAll(writes: readonly Write[], outcomes: readonly Outcome<boolean>[]): Promise<Outcome<boolean>[]> {
    const judged = outcomes.map(refusalOf);
    const unclear = writes.filter((_, index) => isLost(judged[index]));
    if (unclear.length === 0) return judged;
    const found = await this.findDocuments(unclear.map(({ next }) => next._id), { lastWrites: 1 });
    return judged.map((outcome, index) => (isLost(outcome) ? done(isOwn(writes[index], found)) : outcome));
  }

  private async findDocuments(ids: readonly string[], projection: Record<string, 1> = {}): Promise<Map<string, AggregateDocument>> {
    const found = await this.model.collection.find({ _id: { $in: ids } } as never, { projection, batchSize: MAX_DOCUMENTS_PER_ANSWER }).toArray();
    return new Map((found as unknown as AggregateDocument[]).map((document) => [document._id, document]));
  }

  /** Which operations failed by themselves, and how many documents matched. Whatever else goes wrong is everyone's. */
  private async bulk(operations: readonly object[]): Promise<{ failures: ReadonlySet<number>; matched: number }> {
    try {
      const { matchedCount } = await this.model.collection.bulkWrite(operations as never, { ordered: false, ...options });
      return { failures: new Set(), matched: matchedCount };
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) throw error;
      const failures = [error.writeErrors].flat();
      if (failures.length === 0) throw error;
      return { failures: new Set(failures.map(({ index }) => index)), matched: error.matchedCount };
    }
  }
}

async function settle(work: () => Promise<boolean>): Promise<Outcome<boolean>> {
  const [outcome] = await Promise.allSettled([work()]);
  return outcome;
}

/** Somebody's document under the same id is a lost race; the same value in another unique field is a refusal. */
function refusalOf(outcome: Outcome<boolean>): Outcome<boolean> {
  const fields = outcome.status === 'rejected' ? duplicateFieldsOf(outcome.reason) : null;
  if (fields === null) return outcome;
  return fields.includes('_id') ? done(false) : failed(new DuplicateKey(fields));
}

const isLost = (outcome: Outcome<boolean> | undefined): boolean => outcome?.status === 'fulfilled' && !outcome.value;

function isOwn(write: Write | undefined, found: ReadonlyMap<string, AggregateDocument>): boolean {
  const mark = write?.next.lastWrites?.at(-1)?.mark;
  return found.get(write?.next._id ?? '')?.lastWrites?.some((each) => each.mark === mark) === true;
}

const filterOf = ({ stored, next }: Write) => ({ _id: next._id, tenantId: next.tenantId, version: stored?.version }) as never;

/** The outbox is written as a whole: under an unchanged version others can only have taken sent messages out of it. */
function updateOf({ stored, next }: Write) {
  const { _id, tenantId: _tenant, outbox, ...fields } = next;
  const before = stored as AggregateDocument;
  const gone = [...Object.keys(stateFieldsOf(before)), 'dueAt'].filter((field) => Object.hasOwn(before, field) && !Object.hasOwn(next, field));
  const isSame = outbox.length === 0 && before.outbox.length === 0;
  return {
    $set: { ...fields, ...(isSame ? {} : { outbox }) },
    ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((field) => [field, ''])) }),
  } as never;
}
