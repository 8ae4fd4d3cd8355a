import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { mongo, type Model } from 'mongoose';
import { knownChangeSchema, loggedEventSchema, type KnownChange, type LoggedEvent } from '../events/logged-event.js';
import { EventRecords, type Page } from '../ports/event-records.js';
import { EVENTS, HELD_CHANGES } from './event.schemas.js';

type Stored<Shape extends { id: string }> = Omit<Shape, 'id'> & { _id: string };

const DUPLICATE_KEY = 11000;

@Injectable()
export class MongoEventRecords extends EventRecords {
  private readonly events: mongo.Collection<Stored<LoggedEvent>>;
  private readonly heldChanges: mongo.Collection<Stored<KnownChange>>;

  constructor(@InjectModel(EVENTS) events: Model<unknown>, @InjectModel(HELD_CHANGES) heldChanges: Model<unknown>) {
    super();
    this.events = events.collection as never;
    this.heldChanges = heldChanges.collection as never;
  }

  async lastPosition(tenantId: string): Promise<number> {
    const [last] = await this.events.find({ tenantId }).sort({ position: -1 }).limit(1).toArray();
    return last?.position ?? 0;
  }

  async find(ids: readonly string[]): Promise<LoggedEvent[]> {
    return (await this.events.find({ _id: { $in: [...ids] } }).toArray()).map(eventOf);
  }

  async append(events: readonly LoggedEvent[]): Promise<'appended' | 'overtaken'> {
    if (events.length === 0) return 'appended';
    return (await insert(this.events, events, true)) ? 'appended' : 'overtaken';
  }

  /** Only what a majority of the database's nodes has: a place that a reader has passed can never be given out again. */
  async page({ tenantId, after, limit, withdrawalId }: Page): Promise<LoggedEvent[]> {
    const behind = { tenantId, position: { $gt: after } };
    // Within a withdrawal places and sequence run alike, and for the sequence there is an index.
    const [filter, sort] = withdrawalId === undefined ? [behind, { position: 1 } as const] : [{ ...behind, withdrawalId }, { sequence: 1 } as const];
    const found = this.events.find(filter, { readConcern: { level: 'majority' } });
    return (await found.sort(sort).limit(limit).toArray()).map(eventOf);
  }

  async hold(changes: readonly KnownChange[]): Promise<void> {
    if (changes.length > 0) await insert(this.heldChanges, changes, false);
  }

  async held(ids: readonly string[]): Promise<KnownChange[]> {
    const found = await this.heldChanges.find({ _id: { $in: [...ids] } }).toArray();
    return found.map(({ _id: id, ...change }) => knownChangeSchema.parse({ id, ...change }));
  }

  async release(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.heldChanges.deleteMany({ _id: { $in: [...ids] } });
  }
}

const eventOf = ({ _id: id, ...event }: Stored<LoggedEvent>): LoggedEvent => loggedEventSchema.parse({ id, ...event });

/** Inserts, when `ordered` up to the first that is there already. @returns false when one was. */
async function insert<Shape extends { id: string }>(collection: mongo.Collection<Stored<Shape>>, shapes: readonly Shape[], ordered: boolean): Promise<boolean> {
  const documents = shapes.map(({ id, ...rest }) => ({ _id: id, ...rest }));
  try {
    await collection.insertMany(documents as never, { ordered });
    return true;
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) return false;
    throw error;
  }
}
