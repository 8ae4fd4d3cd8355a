import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { newId } from '@sluice/kernel';
import { insertNew, MAX_DOCUMENTS_PER_ANSWER, TenantSettings } from '@sluice/persistence';
import { type mongo, Schema, type Model } from 'mongoose';
import type { Pause } from './endpoint.js';

export const ENDPOINTS = 'endpoints';

export const endpointsSchema: Schema = new Schema({ _id: { type: String, required: true }, tenantId: String, owner: String, until: Date, dueAt: Date }, { versionKey: false })
  .index({ owner: 1 })
  .index({ dueAt: 1 });

/**
 * An endpoint that anything waits for, under its subscription's id. With an owner, that process sends to it, until the lease
 * ends by the wall clock. Without, it is left alone until `dueAt` on the tenant's clock. With both, others have written
 * deliveries for it since its owner last read them.
 */
interface Stored {
  readonly _id: string;
  readonly tenantId: string;
  readonly owner?: string;
  readonly until?: Date;
  readonly dueAt?: Date;
  /** How its owner left it. */
  readonly failedRounds?: number;
  readonly pausedUntil?: Date | null;
  /** Deliveries that an operator wants to be tried now. */
  readonly urgent?: readonly string[];
}

/** An endpoint that this process sends to. `isNew`: nothing waited for it. */
export interface Held {
  readonly id: string;
  readonly tenantId: string;
  readonly isNew: boolean;
  readonly pause: Pause;
  readonly urgent: readonly string[];
}

/** An endpoint that is left alone until it is due. */
export interface Left {
  readonly id: string;
  readonly dueAt: Date;
  readonly pause: Pause;
}

/** Renewed every few seconds; what a dead process held goes to another after this. */
const LEASE_MS = 15_000;
const MOST_DUE_AT_ONCE = 200;

const all = { batchSize: MAX_DOCUMENTS_PER_ANSWER };
const without = { $exists: false } as const;
/** A lease that ends later than any that is given now was written by a process whose clock was wrong, and may be long dead. */
const ended = (now: Date) => [{ until: { $lt: now } }, { until: { $gt: new Date(now.getTime() + 4 * LEASE_MS) } }];
const among = (ids: readonly string[]) => ({ _id: { $in: [...ids] } });

/** Which process sends to which endpoint: one at a time, so that its limit of requests at once holds over all of them. */
@Injectable()
export class EndpointLeases {
  private readonly collection: mongo.Collection<Stored>;
  private readonly owner = newId();

  constructor(@InjectModel(ENDPOINTS) model: Model<unknown>, private readonly settings: TenantSettings) {
    this.collection = model.collection as never;
  }

  /** @returns those of them that are ours now; another process holds the others. */
  async acquire(tenantId: string, ids: readonly string[]): Promise<Held[]> {
    const lease = { owner: this.owner, until: this.leaseEnd() };
    const known = await insertNew<Stored>(this.collection, ids.map((id) => ({ _id: id, tenantId, ...lease })));
    const fresh = ids.filter((id) => !known.has(id)).map((id) => ({ id, tenantId, isNew: true, pause: { failedRounds: 0, pausedUntil: null }, urgent: [] }));
    return known.size === 0 ? fresh : [...fresh, ...(await this.takeOver([...known]))];
  }

  /** Takes those of them that nobody holds any more. */
  async takeOver(ids: readonly string[]): Promise<Held[]> {
    if (ids.length === 0) return [];
    const free = { $or: [{ owner: without }, ...ended(new Date()), { owner: this.owner }] };
    await this.collection.updateMany({ ...among(ids), ...free }, { $set: { owner: this.owner, until: this.leaseEnd() }, $unset: { dueAt: '' } });
    const found = await this.collection.find({ ...among(ids), owner: this.owner }, all).toArray();
    return found.map(({ _id: id, tenantId, failedRounds = 0, pausedUntil = null, urgent = [] }) => ({ id, tenantId, isNew: false, pause: { failedRounds, pausedUntil }, urgent }));
  }

  /** @returns those of them that are still ours; of the others, the lease had ended. */
  async renew(ids: readonly string[]): Promise<Set<string>> {
    const { matchedCount } = await this.collection.updateMany({ ...among(ids), owner: this.owner }, { $set: { until: this.leaseEnd() } });
    return matchedCount === ids.length ? new Set(ids) : this.held(ids);
  }

  /** Until when, by the process's own count, a lease that is taken or renewed now may be relied on. */
  reliableUntil(): number {
    return performance.now() + LEASE_MS / 2;
  }

  /** Marks for their holders that there is more. @returns how many of them exist. */
  async mark(ids: readonly string[], now: Date, urgent: readonly string[] = []): Promise<number> {
    const more = urgent.length === 0 ? {} : { $addToSet: { urgent: { $each: [...urgent] } } };
    return (await this.collection.updateMany(among(ids), { $set: { dueAt: now }, ...more })).matchedCount;
  }

  /** Those of ours that others have written deliveries for. */
  async marked(): Promise<Held[]> {
    const found = await this.collection.find({ owner: this.owner, dueAt: { $exists: true } }, all).toArray();
    return found.length === 0 ? [] : this.takeOver(found.map(({ _id }) => _id));
  }

  /** Removes urgent ones that are being sent now. */
  async seen({ id, urgent }: Held): Promise<void> {
    if (urgent.length > 0) await this.collection.updateOne({ _id: id }, { $pullAll: { urgent: [...urgent] } });
  }

  /** Gives up endpoints that nothing waits for. @returns those that have been marked meanwhile, and are still ours. */
  async release(ids: readonly string[]): Promise<Set<string>> {
    const { deletedCount } = await this.collection.deleteMany({ ...among(ids), owner: this.owner, dueAt: without });
    return deletedCount === ids.length ? new Set() : this.held(ids);
  }

  /** Leaves endpoints alone until they are due. @returns those that have been marked meanwhile, and are still ours. */
  async leave(endpoints: readonly Left[]): Promise<Set<string>> {
    const { matchedCount } = await this.collection.bulkWrite(endpoints.map(({ id, dueAt, pause }) => ({
      updateOne: { filter: { _id: id, owner: this.owner, dueAt: without }, update: { $set: { dueAt, ...pause }, $unset: { owner: '', until: '' } } as never },
    })), { ordered: false });
    return matchedCount === endpoints.length ? new Set() : this.held(endpoints.map(({ id }) => id));
  }

  /** Gives all up, so that others continue at once. */
  async releaseAll(idle: readonly string[]): Promise<void> {
    if (idle.length > 0) await this.release(idle);
    await this.collection.updateMany({ owner: this.owner }, { $set: { dueAt: new Date(0) }, $unset: { owner: '', until: '' } } as never);
  }

  /** Endpoints that nobody holds and that are due, or whose holder has died. */
  async due(): Promise<string[]> {
    const offsets = await this.settings.offsets();
    const now = Date.now();
    const others = offsets.size === 0 ? {} : { tenantId: { $nin: [...offsets.keys()] } };
    const found = await this.collection.find({
      $or: [
        ...ended(new Date(now)),
        { owner: without, dueAt: { $lte: new Date(now) }, ...others },
        ...[...offsets].map(([tenantId, ahead]) => ({ owner: without, dueAt: { $lte: new Date(now + ahead) }, tenantId })),
      ],
    }, { ...all, projection: { _id: 1 } }).limit(MOST_DUE_AT_ONCE).toArray();
    return found.map(({ _id }) => _id);
  }

  /** Makes endpoints due that are not known yet. */
  async insertDue(endpoints: readonly { id: string; tenantId: string }[]): Promise<void> {
    await insertNew<Stored>(this.collection, endpoints.map(({ id, tenantId }) => ({ _id: id, tenantId, dueAt: new Date(0) })));
  }

  private async held(ids: readonly string[]): Promise<Set<string>> {
    const found = await this.collection.find({ ...among(ids), owner: this.owner }, { ...all, projection: { _id: 1 } }).toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  private leaseEnd(): Date {
    return new Date(Date.now() + LEASE_MS);
  }
}
