import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { isDuplicateKey } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import type { Reply } from '../http/reply.js';
import type { IdempotencyRecord, KeyedRequest } from './idempotency-record.js';

export interface IdempotencyDocument extends IdempotencyRecord, KeyedRequest {
  _id: string;
  createdAt: Date;
}

/** The id is made of tenant, dialect, method, path and key: no two requests can take one key. */
export const idempotencySchema = new Schema<IdempotencyDocument>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    dialect: { type: String, required: true },
    method: { type: String, required: true },
    path: { type: String, required: true },
    key: { type: String, required: true },
    fingerprint: { type: String, required: true },
    ids: { type: Object, required: true },
    holder: { type: String, required: true },
    leaseUntil: { type: Date, required: true },
    answer: { type: Object, default: null },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);

/** Idempotency keys in use and the answers given under them. */
@Injectable()
export class IdempotencyRecords {
  constructor(@InjectModel('idempotent_answers') private readonly records: Model<IdempotencyDocument>) {}

  /** Takes a key nobody has used; null when it is taken. */
  async take(id: string, request: KeyedRequest, record: IdempotencyRecord): Promise<IdempotencyRecord | null> {
    try {
      await this.records.create({ _id: id, ...request, ...record, createdAt: new Date() });
      return record;
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  async find(id: string): Promise<IdempotencyRecord | null> {
    return this.records.findById(id).lean().exec();
  }

  /** Takes a key over from a holder that is gone; false when another was faster. */
  async takeOver(id: string, from: IdempotencyRecord, to: Pick<IdempotencyRecord, 'holder' | 'leaseUntil'>): Promise<boolean> {
    const { matchedCount } = await this.records.updateOne({ _id: id, holder: from.holder, leaseUntil: from.leaseUntil, answer: null }, { $set: to }).exec();
    return matchedCount === 1;
  }

  /** Stores the answer for good. The first one stays. */
  async store(id: string, answer: Reply): Promise<void> {
    await this.records.updateOne({ _id: id, answer: null }, { $set: { answer } }).exec();
  }

  /** Forgets the key, if this holder still has it: nothing was done under it. */
  async forget(id: string, holder: string): Promise<void> {
    await this.records.deleteOne({ _id: id, holder, answer: null }).exec();
  }

  /** Ends the lease, if this holder still has it: whether something was done is unknown, and a retry must use the same ids. */
  async release(id: string, holder: string): Promise<void> {
    await this.records.updateOne({ _id: id, holder, answer: null }, { $set: { leaseUntil: new Date(0) } }).exec();
  }
}
