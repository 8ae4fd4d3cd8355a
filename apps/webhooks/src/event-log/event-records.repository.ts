import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { isDuplicateKey, MAX_DOCUMENTS_PER_ANSWER } from '@sluice/persistence';
import { type mongo, Schema, type Model } from 'mongoose';
import { EventRecords, type AfterAppend, type Page, type Waiting } from './event-records.js';
import { knownEntrySchema, loggedEntrySchema, subjectOf, type KnownEntry, type LoggedEntry } from './logged-event.js';

export const EVENTS = 'events';
export const HELD_CHANGES = 'held_changes';

const text = { type: String, required: true } as const;
const change = { _id: text, tenantId: text, withdrawalId: text, sequence: { type: Number, required: true } };

/** One position per event and one event per position, and one event per version of a withdrawal: the log's order rests on these two indexes. */
export const eventsSchema = new Schema({ ...change, position: { type: Number, required: true } }, { versionKey: false })
  .index({ tenantId: 1, position: 1 }, { unique: true })
  .index({ tenantId: 1, withdrawalId: 1, sequence: 1 }, { unique: true });

/** What came before its predecessors, found by id alone; and one document for each tenant with the revision of its audience, so that both are one query. */
export const heldChangesSchema = new Schema(change, { versionKey: false }).index({ tenantId: 1 });

/** Numbered by the field `withdrawalId`, which is what the indexes know: a subscription's id in a notice. */
type Stored<Shape extends KnownEntry> = Omit<Shape, 'id'> & { readonly _id: string; readonly sequence: number; readonly withdrawalId: string };
type Beside = Stored<KnownEntry> | { readonly _id: string; readonly audienceRevision: number };

/** In parts, an answer could show an event and not one before it that was appended meanwhile. */
const whole = { batchSize: MAX_DOCUMENTS_PER_ANSWER };

/** What was appended is never taken back, so that a process may remember it. */
const durable = { writeConcern: { w: 'majority' } } as const;

/** Steps of up to 2 to the power of this: farther than a log is ever read at once. */
const FARTHEST_STEP = 30;

/** Held changes that are read, when the check finds out what they wait for. */
const MOST_HELD = 1_000;

const audienceIdOf = (tenantId: string): string => `audience ${tenantId}`;

@Injectable()
export class EventRecordsRepository extends EventRecords {
  private readonly events: mongo.Collection<Stored<LoggedEntry>>;
  private readonly heldChanges: mongo.Collection<Beside>;

  constructor(@InjectModel(EVENTS) events: Model<unknown>, @InjectModel(HELD_CHANGES) heldChanges: Model<unknown>) {
    super();
    this.events = events.collection as never;
    this.heldChanges = heldChanges.collection as never;
  }

  /** A log without a gap ends where the next position is free, and steps that double find that without sorting anything. */
  async lastPosition(tenantId: string, from: number): Promise<number> {
    for (let end = from; ; ) {
      const probes = [end, ...Array.from({ length: FARTHEST_STEP }, (_, power) => end + 2 ** power)];
      const taken = await this.events.find({ tenantId, position: { $in: probes } }, { projection: { position: 1 } }).toArray();
      const last = Math.max(0, ...taken.map(({ position }) => position));
      if (last === end) return end;
      end = last;
    }
  }

  async find(ids: readonly string[]): Promise<LoggedEntry[]> {
    return (await this.events.find({ _id: { $in: [...ids] } }, whole).toArray()).map(eventOf);
  }

  async append(events: readonly LoggedEntry[]): Promise<'appended' | 'overtaken'> {
    return (await isInserted(this.events.insertMany(events.map(documentOf) as never, { ordered: true, ...durable }))) ? 'appended' : 'overtaken';
  }

  /**
   * Only what a majority of the database's nodes has: a position that a reader has passed can never be given out again.
   * Positions are queried by their numbers, since not every database sorts by an index; a withdrawal's events are few.
   */
  async page({ tenantId, after, limit, withdrawalId }: Page): Promise<LoggedEntry[]> {
    const wanted = withdrawalId === undefined ? { position: { $gt: after, $lte: after + limit } } : { withdrawalId };
    const found = await this.events.find({ tenantId, ...wanted }, { ...whole, readConcern: { level: 'majority' } }).toArray();
    const behind = found.filter(({ position }) => position > after);
    return behind.sort((one, other) => one.position - other.position).slice(0, limit).map(eventOf);
  }

  async gaps(tenantId: string, most: number, among?: readonly string[]): Promise<string[]> {
    const found = await this.events.aggregate<{ _id: string }>([
      { $match: { tenantId, ...(among && { withdrawalId: { $in: [...among] } }) } },
      { $group: { _id: '$withdrawalId', count: { $sum: 1 }, first: { $min: '$sequence' }, last: { $max: '$sequence' } } },
      { $match: { $expr: { $or: [{ $ne: ['$count', '$last'] }, { $ne: ['$first', 1] }] } } },
      { $limit: most },
    ]).toArray();
    return found.map(({ _id }) => _id);
  }

  /** After a crash between log and release a change is in both, and waits for nothing. */
  async waiting(tenantId: string, most: number): Promise<Waiting[]> {
    const held = (await this.heldChanges.find({ tenantId }, { ...whole, projection: { withdrawalId: 1, sequence: 1 } }).limit(MOST_HELD).toArray()).filter(isHeld);
    const logged = new Set((await this.find(held.map(({ _id }) => _id))).map(({ id }) => id));
    const groups = Map.groupBy(held.filter(({ _id }) => !logged.has(_id)), ({ withdrawalId }) => withdrawalId);
    return [...groups].slice(0, most).map(([withdrawalId, all]) => ({ withdrawalId, count: all.length, first: Math.min(...all.map(({ sequence }) => sequence)) }));
  }

  async hold(changes: readonly KnownEntry[]): Promise<void> {
    await isInserted(this.heldChanges.insertMany(changes.map(documentOf), { ordered: false }));
  }

  async afterAppend(tenantId: string, ids: readonly string[]): Promise<AfterAppend> {
    const found = await this.heldChanges.find({ _id: { $in: [...ids, audienceIdOf(tenantId)] } }, whole).toArray();
    const revision = found.find((one) => 'audienceRevision' in one);
    return { held: found.filter(isHeld).map(({ _id: id, ...rest }) => knownEntrySchema.parse({ id, ...rest })), audienceRevision: revision?.audienceRevision ?? 0 };
  }

  async release(ids: readonly string[]): Promise<void> {
    await this.heldChanges.deleteMany({ _id: { $in: [...ids] } });
  }

  /** The first two of a tenant may collide; then the document is there for the second. */
  async audienceChanged(tenantId: string): Promise<void> {
    const grow = () => this.heldChanges.updateOne({ _id: audienceIdOf(tenantId) }, { $inc: { audienceRevision: 1 } }, { upsert: true });
    await grow().catch((error: unknown) => (isDuplicateKey(error) ? grow() : Promise.reject(error as Error)));
  }
}

const isHeld = (one: Beside): one is Stored<KnownEntry> => !('audienceRevision' in one);

const eventOf = ({ _id: id, ...event }: Stored<LoggedEntry>): LoggedEntry => loggedEntrySchema.parse({ id, ...event });

function documentOf(entry: KnownEntry) {
  const { id, ...rest } = entry;
  return { _id: id, ...rest, withdrawalId: subjectOf(entry) };
}

/** False when something was there already: when ordered, what stands behind it was not inserted. */
const isInserted = (inserting: Promise<unknown>): Promise<boolean> =>
  inserting.then(() => true, (error: unknown) => (isDuplicateKey(error) ? false : Promise.reject(error as Error)));
