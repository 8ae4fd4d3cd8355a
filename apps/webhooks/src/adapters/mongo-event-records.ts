import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { IN_ONE_ANSWER } from '@sluice/persistence';
import { mongo, type Model } from 'mongoose';
import { knownEntrySchema, loggedEntrySchema, subjectOf, type KnownEntry, type LoggedEntry } from '../events/logged-event.js';
import { EventRecords, type Page, type Waiting } from '../ports/event-records.js';
import { EVENTS, HELD_CHANGES } from './event.schemas.js';

/** Numbered by the field `withdrawalId`, which is what the indexes know: a subscription's id where a notice tells of one. */
type Stored<Shape extends KnownEntry> = Omit<Shape, 'id'> & { readonly _id: string; readonly sequence: number; readonly withdrawalId: string };

const DUPLICATE_KEY = 11000;

/** In parts, an answer could show an event and not one before it that was appended meanwhile. */
const whole = { batchSize: IN_ONE_ANSWER };

/** Steps of up to 2 to the power of this: farther than a log is ever read at once. */
const FARTHEST_STEP = 30;

/** Kept changes that are looked at, when it is asked what they wait for. */
const MOST_KEPT = 1_000;

@Injectable()
export class MongoEventRecords extends EventRecords {
  private readonly events: mongo.Collection<Stored<LoggedEntry>>;
  private readonly heldChanges: mongo.Collection<Stored<KnownEntry>>;

  constructor(@InjectModel(EVENTS) events: Model<unknown>, @InjectModel(HELD_CHANGES) heldChanges: Model<unknown>) {
    super();
    this.events = events.collection as never;
    this.heldChanges = heldChanges.collection as never;
  }

  /** A log without a gap ends where the next place is free, and steps that double find that without sorting anything. */
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
    if (events.length === 0) return 'appended';
    return (await insert(this.events, events, true)) ? 'appended' : 'overtaken';
  }

  /**
   * Only what a majority of the database's nodes has: a place that a reader has passed can never be given out again.
   * Places are asked for by their numbers, since not every database sorts by an index; a withdrawal's events are few.
   */
  async page({ tenantId, after, limit, withdrawalId }: Page): Promise<LoggedEntry[]> {
    const wanted = withdrawalId === undefined ? { position: { $gt: after, $lte: after + limit } } : { withdrawalId };
    const found = await this.events.find({ tenantId, ...wanted }, { ...whole, readConcern: { level: 'majority' } }).toArray();
    const behind = found.filter(({ position }) => position > after);
    return behind.sort((one, other) => one.position - other.position).slice(0, limit).map(eventOf);
  }

  async gaps(tenantId: string, most: number): Promise<string[]> {
    const found = await this.events.aggregate<{ _id: string }>([
      { $match: { tenantId } },
      { $group: { _id: '$withdrawalId', count: { $sum: 1 }, first: { $min: '$sequence' }, last: { $max: '$sequence' } } },
      { $match: { $expr: { $or: [{ $ne: ['$count', '$last'] }, { $ne: ['$first', 1] }] } } },
      { $limit: most },
    ]).toArray();
    return found.map(({ _id }) => _id);
  }

  /** What died between the log and the letting go is in both, and waits for nothing. */
  async waiting(tenantId: string, most: number): Promise<Waiting[]> {
    const kept = await this.heldChanges.find({ tenantId }, { ...whole, projection: { withdrawalId: 1, sequence: 1 } }).limit(MOST_KEPT).toArray();
    const logged = new Set((await this.find(kept.map(({ _id }) => _id))).map(({ id }) => id));
    const groups = Map.groupBy(kept.filter(({ _id }) => !logged.has(_id)), ({ withdrawalId }) => withdrawalId);
    return [...groups].slice(0, most).map(([withdrawalId, all]) => ({ withdrawalId, count: all.length, first: Math.min(...all.map(({ sequence }) => sequence)) }));
  }

  async hold(changes: readonly KnownEntry[]): Promise<void> {
    if (changes.length > 0) await insert(this.heldChanges, changes, false);
  }

  async held(ids: readonly string[]): Promise<KnownEntry[]> {
    const found = await this.heldChanges.find({ _id: { $in: [...ids] } }, whole).toArray();
    return found.map(({ _id: id, ...change }) => knownEntrySchema.parse({ id, ...change }));
  }

  async release(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.heldChanges.deleteMany({ _id: { $in: [...ids] } });
  }
}

const eventOf = ({ _id: id, ...event }: Stored<LoggedEntry>): LoggedEntry => loggedEntrySchema.parse({ id, ...event });

function documentOf(entry: KnownEntry) {
  const { id, ...rest } = entry;
  return { _id: id, ...rest, withdrawalId: subjectOf(entry) };
}

/** Inserts, when `ordered` up to the first that is there already. @returns false when one was. */
async function insert<Shape extends KnownEntry>(collection: mongo.Collection<Stored<Shape>>, shapes: readonly Shape[], ordered: boolean): Promise<boolean> {
  const documents = shapes.map(documentOf);
  try {
    await collection.insertMany(documents as never, { ordered });
    return true;
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
    throw error;
  }
}
