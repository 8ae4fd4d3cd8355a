import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { mongo, type Model } from 'mongoose';
import type { Reply } from '../http/reply.js';
import type { ClaimRecord, KeyedRequest } from '../idempotency/claim.js';
import { Claims } from '../ports/claims.js';
import type { ClaimDocument } from './claim.schema.js';

const DUPLICATE_KEY = 11_000;

const isTaken = (error: unknown): boolean => error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;

@Injectable()
export class MongoClaims extends Claims {
  constructor(@InjectModel('idempotent_answers') private readonly claims: Model<ClaimDocument>) {
    super();
  }

  async take(id: string, request: KeyedRequest, record: ClaimRecord): Promise<ClaimRecord | null> {
    try {
      await this.claims.create({ _id: id, ...request, ...record, createdAt: new Date() });
      return record;
    } catch (error) {
      if (isTaken(error)) return null;
      throw error;
    }
  }

  async find(id: string): Promise<ClaimRecord | null> {
    return this.claims.findById(id).lean().exec();
  }

  async takeOver(id: string, from: ClaimRecord, to: Pick<ClaimRecord, 'holder' | 'leaseUntil'>): Promise<boolean> {
    const { matchedCount } = await this.claims.updateOne({ _id: id, holder: from.holder, leaseUntil: from.leaseUntil, answer: null }, { $set: to }).exec();
    return matchedCount === 1;
  }

  async keep(id: string, answer: Reply): Promise<void> {
    await this.claims.updateOne({ _id: id, answer: null }, { $set: { answer } }).exec();
  }

  async forget(id: string, holder: string): Promise<void> {
    await this.claims.deleteOne({ _id: id, holder, answer: null }).exec();
  }

  async release(id: string, holder: string): Promise<void> {
    await this.claims.updateOne({ _id: id, holder, answer: null }, { $set: { leaseUntil: new Date(0) } }).exec();
  }
}
