import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, type KeyRing } from '@sluice/kernel';
import { RetryLater, type Cause } from '@sluice/messaging';
import type { Attributes } from '@opentelemetry/api';
import { betweenKillPoints, currentLogFields, currentTraceId, describeSpan, inSpan, withLogFields } from '@sluice/telemetry';
import type { QueryFilter } from 'mongoose';
import type { Aggregate } from './aggregate.js';
import { type AggregateDocument, type AggregateModel, type Change, StateCodec, type Versioned } from './aggregate.document.js';
import { AggregateWriter, type Known, LastWritten, nextDocument, nextOf, sourceOf } from './aggregate.writer.js';
import { DuplicateKey, MAX_DOCUMENTS_PER_ANSWER, type ListOrder, type Page, readPage, rowsAfter, sortBy, unknownPageEnd } from './queries.js';
import type { Outbox } from './outbox.js';
import { SealedFields, type Sealing } from './sealing.js';
import { KeyedMutex } from './concurrency.js';

export interface FindOptions {
  readonly sort?: Readonly<Record<string, 1 | -1>> | undefined;
  readonly limit?: number | undefined;
}

/** What one page holds: `limit` documents behind the one with the id `after`. */
export interface PageLimits {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** In which order pages go: by a field of the state that never changes, and by id where that is the same. */
export interface PageOrder<S> {
  readonly by: keyof S & string;
  /** By default the newest first. */
  readonly order?: ListOrder;
  readonly filter?: StoredFilter;
}

/** Conditions on the stored document: `_id`, `tenantId`, `version`, `dueAt` and the state's fields. */
export type StoredFilter = QueryFilter<AggregateDocument & Record<string, unknown>>;

export interface ChangeOptions {
  /** There is probably none yet: it is made without a reading, and read after all when its write, or nothing written, says otherwise. */
  readonly isProbablyNew?: boolean;
}

export type Decide<S> = (current: Versioned<S> | null) => Change<S> | null | Promise<Change<S> | null>;

/** Races that a change may lose before the others of this process wait for it, and then before its message is tried again later. */
const RACES_AMONG_OTHERS = 3;
const MOST_RACES = 15;
const LONGEST_ALONE_MS = 5_000;
const LONGEST_PAUSE_MS = 100;

/** A timer that comes so soon after the write acts on what was written, as if it had read it then. */
const JUST_WRITTEN_MS = 2_000;

const RESEALED_AT_ONCE = 200;

/** `lost`: another process was faster. `unproven`: nothing was written, so nothing proves that what was decided on is not stale. */
type Result<S> = Versioned<S> | null | 'lost' | 'unproven';

/** What a decision is made on, and whether from memory: then only a compare-and-set proves it. */
interface Basis {
  readonly known: Known | null;
  readonly fromMemory: boolean;
}

/** The documents of one kind of aggregate. A subclass adds the questions its service asks, and nothing else: `extends repositoryOf(deliveries)`. */
export abstract class Repository<S extends object> {
  private readonly codec: StateCodec<S>;
  private readonly sealed: SealedFields | undefined;
  private readonly mutex = new KeyedMutex();
  private readonly writer: AggregateWriter;
  private readonly lastWritten = new LastWritten();
  private readonly listeners: ((written: Versioned<S>) => void)[] = [];

  constructor(readonly model: AggregateModel, protected readonly outbox: Outbox, protected readonly described: Pick<Aggregate<S>, 'state'> & Partial<Aggregate<S>>, sealing?: Sealing) {
    const { collection = model.modelName, sealed = [] } = described;
    this.sealed = sealed.length === 0 ? undefined : new SealedFields(collection, sealed, keysOf(sealing, collection));
    this.codec = new StateCodec(described.state, described.upcasters, this.sealed);
    if (this.sealed) sealing?.add(collection, () => this.resealAll());
    this.writer = new AggregateWriter(model);
    outbox.watch(model, (id, entryIds) => this.lastWritten.cleared(id, entryIds));
  }

  /** As it stands in the database, whoever wrote it. */
  async find(id: string): Promise<Versioned<S> | null> {
    const document = await this.writer.find(id);
    return document && this.codec.read(document);
  }

  /** @throws DomainError `not_found` when there is none by this id, or it is another tenant's. */
  async ofTenant(id: string, tenantId: string): Promise<Versioned<S>> {
    return this.owned(await this.find(id), id, tenantId);
  }

  /** What this process wrote last if that suits, and else as it stands in the database: for what is proven by a write afterwards. */
  async lastKnown(id: string, tenantId: string, suits: (known: Versioned<S>) => boolean): Promise<Versioned<S>> {
    const document = this.lastWritten.get(id)?.document;
    const known = document && this.codec.read(document);
    return known?.tenantId === tenantId && suits(known) ? known : this.ofTenant(id, tenantId);
  }

  async findFirst(filter: StoredFilter, sort?: FindOptions['sort']): Promise<Versioned<S> | null> {
    const [found] = await this.findWhere(filter, { sort, limit: 1 });
    return found ?? null;
  }

  /** A page of a tenant's. @throws DomainError `invalid_request` when it begins after an unknown id */
  async page(tenantId: string, { by, order = 'newest', filter = {} }: PageOrder<S>, { limit, after }: PageLimits): Promise<Page<Versioned<S>>> {
    const last = after === undefined ? null : await this.pageEnd(after, tenantId);
    const at = last?.state[by];
    if (this.described.sequence !== by) return this.pageWhere({ tenantId, ...filter, ...(last && rowsAfter(by, order, { at, id: last.id })) }, { sort: sortBy(by, order), limit });
    const [direction, beyond] = order === 'newest' ? [-1 as const, '$lt'] : [1 as const, '$gt'];
    return this.pageWhere({ tenantId, ...filter, ...(last && { [by]: { [beyond]: at } }) }, { sort: { [by]: direction }, limit });
  }

  /** The first of what the filter finds, and whether there are more. */
  pageWhere(filter: StoredFilter, { sort, limit }: FindOptions & { readonly limit: number }): Promise<Page<Versioned<S>>> {
    return readPage(limit, (count) => this.findWhere(filter, { sort, limit: count }));
  }

  async findWhere(filter: StoredFilter, { sort, limit }: FindOptions = {}): Promise<Versioned<S>[]> {
    const documents = await this.findDocuments(filter, { sort, limit });
    return documents.map((document) => this.codec.read(document));
  }

  /**
   * Changes one aggregate, or makes it: `decide` sees it as it stands (null: there is none) and says what becomes of it.
   * State, due time and messages are written together or not at all, and the messages are sent right after. When another
   * process was faster, it is loaded and decided again, so `decide` must do nothing but decide (or do it repeatably).
   * What this process wrote last is decided on from memory: the write proves it. What writes nothing is decided on a reading.
   * @returns the aggregate after the change; as it stands when `decide` returned null.
   * @throws RetryLater after too many lost races; DuplicateKey when a unique field has the value of another document.
   */
  async change(id: string, cause: Cause, decide: Decide<S>, { isProbablyNew = false }: ChangeOptions = {}): Promise<Versioned<S> | null> {
    const first = await this.mutex.run(id, async () => {
      const fromMemory = await this.changeFromMemory(id, cause, decide, isProbablyNew);
      return fromMemory === 'lost' || fromMemory === 'unproven' ? this.race(id, cause, decide, RACES_AMONG_OTHERS) : fromMemory;
    });
    // Who decides slowly, since it asks something outside, would lose to those who do not for as long as there are any.
    const result = first === 'lost' ? await this.mutex.run(id, () => this.race(id, cause, decide, MOST_RACES), LONGEST_ALONE_MS) : first;
    if (result === 'lost') throw new RetryLater(`${this.model.modelName} ${id} changes too fast.`);
    return result;
  }

  /** Tells of every change written by this process. */
  onWritten(listener: (written: Versioned<S>) => void): void {
    this.listeners.push(listener);
  }

  /** The stored documents, for timers: they need to know whom the latest change was for. */
  async findDocuments(filter: StoredFilter, { sort = {}, limit = 0 }: FindOptions = {}): Promise<AggregateDocument[]> {
    return (await this.model.collection.find(filter as never, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).sort(sort).limit(limit).toArray()) as never;
  }

  /** What a timer needs to know of the documents that match, those that are due first first. */
  async findDue(filter: StoredFilter, limit: number): Promise<Pick<AggregateDocument, '_id' | 'tenantId' | 'version' | 'dueAt'>[]> {
    const projection = { tenantId: 1, version: 1, dueAt: 1 };
    return (await this.model.collection.find(filter as never, { projection, batchSize: MAX_DOCUMENTS_PER_ANSWER }).sort({ dueAt: 1 }).limit(limit).toArray()) as never;
  }

  /** The document that a timer fires for. */
  async findFired(id: string): Promise<AggregateDocument | null> {
    return this.lastWritten.get(id, JUST_WRITTEN_MS)?.document ?? this.writer.find(id);
  }

  read(document: AggregateDocument): Versioned<S> {
    return this.codec.read(document);
  }

  /** The one check of the owner. @throws DomainError `not_found` when it is none, or another tenant's. */
  owned(found: Versioned<S> | null, id: string, tenantId: string): Versioned<S> {
    if (found?.tenantId !== tenantId) throw this.noSuch(id);
    return found;
  }

  protected noSuch(_id: string): DomainError {
    return new DomainError('not_found', `There is no such ${this.described.thing ?? 'document'}.`);
  }

  protected unknownPageEnd(): DomainError {
    return unknownPageEnd(this.described.thing ?? 'document');
  }

  /** Writes every document again of which not all is sealed by the current key, and changes nothing else of it. */
  private async resealAll(): Promise<number> {
    let count = 0;
    for (let after = ''; ; ) {
      const page = await this.findDocuments({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: RESEALED_AT_ONCE });
      for (const document of page.filter((each) => this.sealed?.isCurrent(each) === false)) {
        await this.change(document._id, { id: `seal ${document._id}`, tenantId: document.tenantId }, (current) => current && { state: current.state });
        count += 1;
      }
      if (page.length < RESEALED_AT_ONCE) return count;
      after = page.at(-1)?._id ?? after;
    }
  }

  private async pageEnd(id: string, tenantId: string): Promise<Versioned<S>> {
    const last = await this.find(id);
    if (last?.tenantId !== tenantId) throw this.unknownPageEnd();
    return last;
  }

  private async race(id: string, cause: Cause, decide: Decide<S>, most: number): Promise<Versioned<S> | null | 'lost'> {
    for (let race = 0; race < most; race += 1) {
      const document = await this.writer.find(id);
      const result = await this.attempt(id, cause, decide, { known: document && { document, plain: false }, fromMemory: false });
      if (result !== 'lost' && result !== 'unproven') return result;
      await pause(Math.random() * Math.min(2 ** race, LONGEST_PAUSE_MS));
    }
    return 'lost';
  }

  private async changeFromMemory(id: string, cause: Cause, decide: Decide<S>, isProbablyNew: boolean): Promise<Result<S>> {
    const known = this.lastWritten.get(id);
    if (known !== null) return this.attempt(id, cause, decide, { known, fromMemory: true });
    if (!isProbablyNew) return 'unproven';
    // Not every database tells first of the id when another unique field is taken, too.
    return this.attempt(id, cause, decide, { known, fromMemory: true }).catch((error: unknown) => (error instanceof DuplicateKey ? 'lost' : Promise.reject(error as Error)));
  }

  private attempt(id: string, cause: Cause, decide: Decide<S>, basis: Basis): Promise<Result<S>> {
    const stored = basis.known?.document;
    const begunIn = this.described.staysInItsTrace === true ? stored?.cause.traceparent : undefined;
    const work = (): Promise<Result<S>> => this.decideOnce(id, cause, decide, basis);
    if (begunIn === undefined || begunIn.slice(3, 35) === currentTraceId()) return work();
    const fields = { tenantId: stored?.tenantId, withdrawalId: stored?.cause.withdrawalId, dialect: stored?.cause.dialect };
    return withLogFields({ ...currentLogFields(), ...fields }, () => inSpan(`change ${this.model.modelName}`, { parent: begunIn }, work));
  }

  /** What the span of a change says of it. */
  protected attributesOf(_before: Versioned<S> | null, _after: Versioned<S>): Attributes {
    return {};
  }

  private async decideOnce(id: string, cause: Cause, decide: Decide<S>, { known, fromMemory }: Basis): Promise<Result<S>> {
    const current = known && this.codec.read(known.document);
    if (hasMovedOn(cause, id, current)) return fromMemory ? 'unproven' : current;
    const change = fromMemory ? await provable(decide, current) : await decide(current);
    if (change === 'unproven') return change;
    if (change === null) return current;
    const writes = isWritten(change);
    const source = sourceOf(this.model.modelName, id, cause, known?.document ?? null, writes);
    const entries = this.outbox.entriesFor(change.send ?? [], { ...cause, dialect: known?.document.cause.dialect ?? cause.dialect }, source);
    if (writes) {
      const written = await this.write(id, cause, nextOf(id, cause, current, change), known, entries);
      if (written !== 'lost') describeSpan(this.attributesOf(current, written));
      return written;
    }
    await this.outbox.publish(entries);
    return current;
  }

  private async write(id: string, cause: Cause, written: Versioned<S>, known: Known | null, entries: AggregateDocument['outbox']): Promise<Versioned<S> | 'lost'> {
    const stored = known?.document ?? null;
    const { fields, plain } = known === null || known.plain ? { fields: this.codec.write(id, written.state), plain: true } : this.codec.writeOver(known.document, written.state);
    const unsent = stored === null ? [] : this.outbox.unsentOf(this.model, stored);
    const next = nextDocument(written, cause, stored, { fields, outbox: [...unsent, ...entries], isChecked: this.described.isChecked === true, shape: this.codec.shape });
    const isWrittenNow = await betweenKillPoints('change', `${this.model.modelName} by ${currentLogFields().messageType ?? (cause.timer === undefined ? 'call' : 'timer')}`, () => this.writer.write({ stored, next }));
    if (!isWrittenNow) {
      this.lastWritten.drop(id);
      return 'lost';
    }
    this.lastWritten.put(next, plain);
    this.outbox.written(this.model, next);
    for (const tell of this.listeners) tell(written);
    await this.outbox.publishWritten(this.model, id, entries);
    return written;
  }
}

/** @throws TypeError */
function keysOf(sealing: Sealing | undefined, collection: string): KeyRing {
  if (sealing === undefined) throw new TypeError(`${collection} has fields to seal, and nothing to seal them with.`);
  return sealing.keys;
}

const isWritten = <S>(change: Change<S>): boolean => change.state !== undefined || change.dueAt !== undefined;

/** On what may be stale, a refusal or a decision to write nothing proves nothing. */
async function provable<S>(decide: Decide<S>, current: Versioned<S> | null): Promise<Change<S> | 'unproven'> {
  try {
    const change = await decide(current);
    return change !== null && isWritten(change) ? change : 'unproven';
  } catch {
    return 'unproven';
  }
}

/** A timer speaks for the version it fired for: whatever came first has settled what was due. */
function hasMovedOn<S>({ timer }: Cause, id: string, current: Versioned<S> | null): boolean {
  return timer !== undefined && timer.aggregateId === id && timer.version !== current?.version;
}
