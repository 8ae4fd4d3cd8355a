import { setTimeout as pause } from 'node:timers/promises';
import { RetryLater, type Cause } from '@sluice/messaging';
import { currentTraceId, inSpan } from '@sluice/telemetry';
import type { QueryFilter } from 'mongoose';
import type { z } from 'zod';
import { stateFieldsOf, type AggregateDocument, type AggregateModel } from './aggregate.document.js';
import { insertFirst, updateVersion, type Write } from './aggregate.writer.js';
import { IN_ONE_ANSWER } from './one-answer.js';
import type { Outbox } from './outbox.js';
import { StateCodec } from './state-codec.js';
import { Turns } from './turns.js';
import type { Change, Versioned } from './versioned.js';

export interface FindOptions {
  readonly sort?: Readonly<Record<string, 1 | -1>> | undefined;
  readonly limit?: number | undefined;
}

/** Conditions on the stored document: `_id`, `tenantId`, `version`, `dueAt` and the state's fields. */
export type StoredFilter = QueryFilter<AggregateDocument & Record<string, unknown>>;

export type Decide<S> = (current: Versioned<S> | null) => Change<S> | null | Promise<Change<S> | null>;

/** Races that a change may lose before its message is tried again later. */
const MOST_RACES = 15;
const LONGEST_PAUSE_MS = 100;

/** The documents of one kind of aggregate. A subclass names its model and schema and adds the questions its service asks. */
export abstract class AggregateStore<S extends object> {
  /** Whether all that ever happens to an aggregate belongs to the trace it began in, whoever asks for it later. */
  protected readonly staysInItsTrace: boolean = false;
  private readonly codec: StateCodec<S>;
  private readonly turns = new Turns();
  private readonly listeners: ((written: Versioned<S>) => void)[] = [];

  constructor(readonly model: AggregateModel, protected readonly outbox: Outbox, schema: z.ZodType<S>) {
    this.codec = new StateCodec(schema);
    outbox.watch(model);
  }

  async find(id: string): Promise<Versioned<S> | null> {
    const document = await this.findDocument(id);
    return document && this.codec.read(document);
  }

  async findWhere(filter: StoredFilter, { sort, limit }: FindOptions = {}): Promise<Versioned<S>[]> {
    const documents = await this.findDocuments(filter, { sort, limit });
    return documents.map((document) => this.codec.read(document));
  }

  /**
   * Changes one aggregate, or makes it: `decide` sees it as it stands (null: there is none) and says what becomes of it.
   * State, due time and messages are written together or not at all, and the messages are sent right after. When another
   * process was faster, it is loaded and decided again, so `decide` must do nothing but decide (or do it repeatably).
   * @returns the aggregate after the change; as it stands when `decide` returned null.
   * @throws RetryLater after too many lost races; DuplicateKey when a unique field has the value of another document.
   */
  change(id: string, cause: Cause, decide: Decide<S>): Promise<Versioned<S> | null> {
    return this.turns.take(id, async () => {
      for (let race = 0; race < MOST_RACES; race += 1) {
        const stored = await this.findDocument(id);
        const result = await this.inTraceOf(stored, () => this.decideOnce(id, cause, stored, decide));
        if (result !== 'lost') return result;
        await pause(Math.random() * Math.min(2 ** race, LONGEST_PAUSE_MS));
      }
      throw new RetryLater(`${this.model.modelName} ${id} changes too fast.`);
    });
  }

  /** Tells of every change written by this process. */
  onWritten(listener: (written: Versioned<S>) => void): void {
    this.listeners.push(listener);
  }

  /** The stored documents, for timers: they need to know whom the latest change was for. */
  async findDocuments(filter: StoredFilter, { sort = {}, limit = 0 }: FindOptions = {}): Promise<AggregateDocument[]> {
    return (await this.model.collection.find(filter as never, { batchSize: IN_ONE_ANSWER }).sort(sort).limit(limit).toArray()) as never;
  }

  /** What a timer needs to know of the documents that match, those that are due first first. */
  async findDue(filter: StoredFilter, limit: number): Promise<Pick<AggregateDocument, '_id' | 'tenantId' | 'version' | 'dueAt'>[]> {
    const projection = { tenantId: 1, version: 1, dueAt: 1 };
    return (await this.model.collection.find(filter as never, { projection, batchSize: IN_ONE_ANSWER }).sort({ dueAt: 1 }).limit(limit).toArray()) as never;
  }

  async findDocument(id: string): Promise<AggregateDocument | null> {
    return (await this.model.collection.findOne({ _id: id as never })) as AggregateDocument | null;
  }

  read(document: AggregateDocument): Versioned<S> {
    return this.codec.read(document);
  }

  private inTraceOf<T>(stored: AggregateDocument | null, work: () => Promise<T>): Promise<T> {
    const begunIn = this.staysInItsTrace ? stored?.cause.traceparent : undefined;
    if (begunIn === undefined || begunIn.slice(3, 35) === currentTraceId()) return work();
    return inSpan(`change ${this.model.modelName}`, { 'sluice.tenant.id': stored?.tenantId ?? '' }, begunIn, work);
  }

  private async decideOnce(id: string, cause: Cause, stored: AggregateDocument | null, decide: Decide<S>): Promise<Versioned<S> | null | 'lost'> {
    const current = stored && this.codec.read(stored);
    if (hasMovedOn(cause, id, current)) return current;
    const change = await decide(current);
    if (change === null) return current;
    const entries = this.outbox.entriesFor(change.send ?? [], cause);
    if (change.state === undefined && change.dueAt === undefined) {
      await this.outbox.publish(entries);
      return current;
    }
    const next = nextOf(id, cause, current, change);
    const write: Write = { id, cause, fields: this.codec.write(next.state), dueAt: next.dueAt, entries };
    return (await this.write(stored, write)) ? this.afterWrite(next, write) : 'lost';
  }

  private write(stored: AggregateDocument | null, write: Write): Promise<boolean> {
    if (stored === null) return insertFirst(this.model, write);
    const gone = Object.keys(stateFieldsOf(stored)).filter((field) => !Object.hasOwn(write.fields, field));
    return updateVersion(this.model, stored, write, gone);
  }

  private async afterWrite(written: Versioned<S>, { id, entries }: Write): Promise<Versioned<S>> {
    for (const tell of this.listeners) tell(written);
    await this.outbox.publishWritten(this.model, id, entries);
    return written;
  }
}

/** A timer speaks for the version it fired for: whatever came first has settled what was due. */
function hasMovedOn<S>({ timer }: Cause, id: string, current: Versioned<S> | null): boolean {
  return timer !== undefined && timer.aggregateId === id && timer.version !== current?.version;
}

function nextOf<S>(id: string, cause: Cause, current: Versioned<S> | null, change: Change<S>): Versioned<S> {
  const state = change.state ?? current?.state;
  if (state === undefined) throw new TypeError(`${id} does not exist: its first change needs a state.`);
  const dueAt = change.dueAt === undefined ? current?.dueAt ?? null : change.dueAt;
  return { id, tenantId: current?.tenantId ?? cause.tenantId, version: (current?.version ?? 0) + 1, dueAt, state };
}
