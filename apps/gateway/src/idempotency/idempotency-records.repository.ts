import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { isDuplicateKey, openValue, Sealing, sealValue } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import type { Reply } from '../http/reply.js';
import type { IdempotencyRecord, KeyedRequest } from './idempotency-record.js';

export interface IdempotencyDocument extends IdempotencyRecord, KeyedRequest {
  _id: string;
  createdAt: Date;
  /** The answer: it may repeat account numbers. Older versions stored it as `answer`, in clear. */
  sealedAnswer?: string;
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
    sealedAnswer: { type: String },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);

const RESEALED_AT_ONCE = 200;

/** Nothing was answered yet. */
const unanswered = { answer: null, sealedAnswer: { $exists: false } } as const;

/** Answers that are not under the current key. */
const sealedOtherwise = (keyId: string) => ({ $or: [{ answer: { $ne: null } }, { sealedAnswer: { $exists: true, $not: new RegExp(`^sealed\\.${keyId}\\.`) } }] });

/** Idempotency keys in use and the answers given under them. */
@Injectable()
export class IdempotencyRecords {
  constructor(@InjectModel('idempotent_answers') private readonly records: Model<IdempotencyDocument>, private readonly sealing: Sealing) {
    sealing.add('idempotent_answers', () => this.resealAll());
  }

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
    const found = await this.records.findById(id).lean().exec();
    return found && { ...found, answer: this.answerIn(found) };
  }

  /** Takes a key over from a holder that is gone; false when another was faster. */
  async takeOver(id: string, from: IdempotencyRecord, to: Pick<IdempotencyRecord, 'holder' | 'leaseUntil'>): Promise<boolean> {
    const { matchedCount } = await this.records.updateOne({ _id: id, holder: from.holder, leaseUntil: from.leaseUntil, ...unanswered }, { $set: to }).exec();
    return matchedCount === 1;
  }

  /** Stores the answer for good. The first one stays. */
  async store(id: string, answer: Reply): Promise<void> {
    await this.records.updateOne({ _id: id, ...unanswered }, { $set: { sealedAnswer: this.sealed(id, answer) } }).exec();
  }

  /** Forgets the key, if this holder still has it: nothing was done under it. */
  async forget(id: string, holder: string): Promise<void> {
    await this.records.deleteOne({ _id: id, holder, ...unanswered }).exec();
  }

  /** Ends the lease, if this holder still has it: whether something was done is unknown, and a retry must use the same ids. */
  async release(id: string, holder: string): Promise<void> {
    await this.records.updateOne({ _id: id, holder, ...unanswered }, { $set: { leaseUntil: new Date(0) } }).exec();
  }

  private sealed(id: string, answer: Reply): string {
    return sealValue(this.sealing.keys, answer, `idempotent_answers ${id}`);
  }

  private answerIn({ _id, answer, sealedAnswer }: IdempotencyDocument): Reply | null {
    return sealedAnswer === undefined ? answer : (openValue(this.sealing.keys, sealedAnswer, `idempotent_answers ${_id}`) as Reply);
  }

  /** An answer never changes: what is written over it is the same one. */
  private async resealAll(): Promise<number> {
    for (let count = 0; ; ) {
      const page = await this.records.find(sealedOtherwise(this.sealing.keys.current.id)).limit(RESEALED_AT_ONCE).lean().exec();
      for (const document of page) {
        const answer = this.answerIn(document);
        if (answer !== null) await this.records.updateOne({ _id: document._id }, { $set: { sealedAnswer: this.sealed(document._id, answer), answer: null } }).exec();
      }
      count += page.length;
      if (page.length < RESEALED_AT_ONCE) return count;
    }
  }
}
