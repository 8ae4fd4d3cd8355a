import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { DomainError } from '@sluice/kernel';
import { insertNew, MAX_DOCUMENTS_PER_ANSWER, type StoredFilter } from '@sluice/persistence';
import { type mongo, Schema, type Model } from 'mongoose';
import { Batcher } from '../event-log/batcher.js';
import { deliverySchema, type Delivery, type Outcome, type StoredDelivery, type Try } from './delivery.js';

export const DELIVERIES = 'deliveries';

/** Due as long as it is waiting: so the index of what an endpoint waits for holds little beside what is waiting. */
export const deliveriesSchema: Schema = new Schema({
  _id: { type: String, required: true }, tenantId: String, subscriptionId: String, withdrawalId: String, createdAt: String, dueAt: Date,
}, { versionKey: false })
  .index({ tenantId: 1, createdAt: -1, _id: -1 })
  .index({ subscriptionId: 1, dueAt: 1 })
  .index({ withdrawalId: 1 })
  .index({ dueAt: 1 }, { sparse: true });

/** The document: the state's fields beside the platform's, as every aggregate has them. */
interface Stored extends Delivery {
  readonly _id: string;
  readonly tenantId: string;
  readonly version: number;
  readonly dueAt?: Date;
  readonly outbox: readonly never[];
  readonly cause: { readonly withdrawalId?: string | undefined; readonly traceparent?: string | undefined };
}

interface Attempted {
  readonly id: string;
  readonly attempt: Try;
  readonly outcome: Outcome;
}

const isDue = { dueAt: { $exists: true } };

/** Deliveries are many and are written by groups. Only the holder of an endpoint's lease writes the outcome of its tries. */
@Injectable()
export class DeliveriesRepository {
  private readonly collection: mongo.Collection<Stored>;
  private readonly attempts = new Batcher<Attempted, void>((_, attempted) => this.recordAll(attempted));

  constructor(@InjectModel(DELIVERIES) model: Model<unknown>) {
    this.collection = model.collection as never;
  }

  /** @returns the ids of those that were there already; they stay as they are. */
  insert(deliveries: readonly StoredDelivery[]): Promise<Set<string>> {
    return insertNew(this.collection, deliveries.map(documentOf));
  }

  /** What an endpoint waits for, in the order in which it is due, apart from what is known. */
  async due(subscriptionId: string, known: readonly string[], limit: number): Promise<StoredDelivery[]> {
    const filter = { subscriptionId, dueAt: { $gt: new Date(0) }, ...(known.length === 0 ? {} : { _id: { $nin: [...known] } }) };
    return (await this.collection.find(filter, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).sort({ dueAt: 1 }).limit(limit).toArray()).map(deliveryOf);
  }

  /** Adds a try and its outcome. Those that end at the same time are written together. */
  recordAttempt(id: string, attempt: Try, outcome: Outcome): Promise<void> {
    return this.attempts.add('all', { id, attempt, outcome });
  }

  /** Ends all that the endpoint waits for. */
  async drop(subscriptionId: string): Promise<void> {
    await this.collection.updateMany({ subscriptionId, ...isDue }, { $set: { status: 'dropped' }, $unset: { dueAt: '' }, $inc: { version: 1 } });
  }

  /** Ends all that the endpoint waits for since before that. */
  async giveUp(subscriptionId: string, madeBefore: Date): Promise<void> {
    await this.collection.updateMany(
      { subscriptionId, ...isDue, createdAt: { $lt: madeBefore.toISOString() } }, { $set: { status: 'failed' }, $unset: { dueAt: '' }, $inc: { version: 1 } });
  }

  /** Those that have ended wait again; those that wait are due now only when `evenWaiting`. */
  async resume(ids: readonly string[], now: Date, evenWaiting = false): Promise<void> {
    const filter = { _id: { $in: [...ids] }, ...(evenWaiting ? {} : { dueAt: { $exists: false } }) };
    await this.collection.updateMany(filter, { $set: { status: 'waiting', dueAt: now }, $inc: { version: 1 } });
  }

  async find(ids: readonly string[]): Promise<StoredDelivery[]> {
    return (await this.collection.find({ _id: { $in: [...ids] } }, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).toArray()).map(deliveryOf);
  }

  /** @throws DomainError `not_found` when there is none, or it is another tenant's. */
  async mine(id: string, tenantId: string): Promise<StoredDelivery> {
    const [found] = await this.find([id]);
    if (found?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such delivery.');
    return found;
  }

  async list(filter: StoredFilter, sort: Readonly<Record<string, 1 | -1>>, limit: number): Promise<StoredDelivery[]> {
    return (await this.collection.find(filter as never, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).sort(sort).limit(limit).toArray()).map(deliveryOf);
  }

  /** How many wait, and since when the first of them is due. */
  async backlog(): Promise<{ count: number; oldest: Date | null }> {
    const filter = { dueAt: { $gt: new Date(0) } };
    const [count, [oldest]] = await Promise.all([this.collection.countDocuments(filter), this.collection.find(filter, { projection: { dueAt: 1 } }).sort({ dueAt: 1 }).limit(1).toArray()]);
    return { count, oldest: oldest?.dueAt ?? null };
  }

  /** The same of one tenant, with how many endpoints wait. */
  async backlogOf(tenantId: string): Promise<{ pending: number; endpoints: number; oldest: Date | null }> {
    const found = await this.collection.aggregate<{ count: number; oldest: Date }>([
      { $match: { tenantId, dueAt: { $gt: new Date(0) } } }, { $group: { _id: '$subscriptionId', count: { $sum: 1 }, oldest: { $min: '$dueAt' } } },
    ]).toArray();
    const oldest = found.map((each) => each.oldest.getTime());
    return { pending: found.reduce((sum, { count }) => sum + count, 0), endpoints: found.length, oldest: oldest.length === 0 ? null : new Date(Math.min(...oldest)) };
  }

  /** The endpoints that wait for anything, each with its tenant. */
  async endpoints(): Promise<{ id: string; tenantId: string }[]> {
    const found = await this.collection.aggregate<{ _id: { subscriptionId: string; tenantId: string } }>([
      { $match: { dueAt: { $gt: new Date(0) } } }, { $group: { _id: { subscriptionId: '$subscriptionId', tenantId: '$tenantId' } } },
    ]).toArray();
    return found.map(({ _id: { subscriptionId: id, tenantId } }) => ({ id, tenantId }));
  }

  /** What was ended meanwhile stays ended. */
  private async recordAll(attempted: readonly Attempted[]): Promise<undefined[]> {
    await this.collection.bulkWrite(attempted.map(({ id, attempt, outcome: { status, dueAt } }) => ({
      updateOne: {
        filter: { _id: id, ...isDue },
        update: { $set: { status, ...(dueAt && { dueAt }) }, ...(dueAt === null && { $unset: { dueAt: '' } }), $push: { attempts: attempt }, $inc: { version: 1 } } as never,
      },
    })), { ordered: false, ignoreUndefined: true });
    return attempted.map(() => undefined);
  }
}

function documentOf({ id, tenantId, version, dueAt, traceparent, state }: StoredDelivery): Stored {
  return { _id: id, tenantId, version, ...(dueAt && { dueAt }), outbox: [], cause: { withdrawalId: state.withdrawalId, traceparent }, ...state };
}

function deliveryOf({ _id: id, tenantId, version, dueAt = null as never, cause, outbox: _, ...fields }: Stored): StoredDelivery {
  return { id, tenantId, version, dueAt, traceparent: cause.traceparent, state: deliverySchema.parse(fields) };
}
