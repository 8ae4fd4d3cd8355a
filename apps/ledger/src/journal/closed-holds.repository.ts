import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { withCheckIndex, Batcher, MAX_DOCUMENTS_PER_ANSWER, type Outcome } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import { closedHoldRecordOf, closedHoldRecordSchema, toClosedHold, type ClosedHoldRecord } from '../accounts/account.record.js';
import { ClosedHolds, type ClosedHold, type HoldName } from '../holds/hold.js';
import { asIs, OnceInserts, text, time } from './entries.repository.js';

/** Closed holds: `tenantId/accountId/holdId` → how the hold ended. */
export const closedHoldSchema: Schema = withCheckIndex(new Schema(
  {
    _id: text, tenantId: text, accountId: text, holdId: text, currency: text, amount: text, postings: asIs,
    outcome: text, reason: String, released: text, closedAt: time,
  },
  { versionKey: false },
));

export const CLOSED_HOLDS = 'closed_holds';

/** `unchecked`: the books' check has not found it right yet. */
export type ClosedHoldDocument = ClosedHoldRecord & { _id: string; tenantId: string; accountId: string; unchecked?: true };

/** Each part is escaped, so that no two names make the same key. */
export const closedHoldKeyOf = ({ tenantId, accountId, holdId }: HoldName): string => [tenantId, accountId, holdId].map(encodeURIComponent).join('/');

@Injectable()
export class MongoClosedHolds extends ClosedHolds {
  private readonly inserts: OnceInserts<ClosedHoldDocument>;
  private readonly finds = new Batcher<string, ClosedHold | null>((keys) => this.findAll(keys));

  constructor(@InjectModel(CLOSED_HOLDS) private readonly model: Model<ClosedHoldDocument>) {
    super();
    this.inserts = new OnceInserts(model);
  }

  async insert(tenantId: string, accountId: string, holds: readonly ClosedHold[]): Promise<void> {
    const documents = holds.map((hold) => ({
      _id: closedHoldKeyOf({ tenantId, accountId, holdId: hold.holdId }), tenantId, accountId, ...closedHoldRecordOf(hold), unchecked: true as const,
    }));
    await this.inserts.add(documents);
  }

  /** As it stands after this call began. */
  find(name: HoldName): Promise<ClosedHold | null> {
    return this.finds.add(closedHoldKeyOf(name));
  }

  private async findAll(keys: readonly string[]): Promise<Outcome<ClosedHold | null>[]> {
    const documents = await this.model.find({ _id: { $in: [...new Set(keys)] } }, null, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).lean().exec();
    const found = new Map(documents.map((document) => [document._id, document] as const));
    return Promise.allSettled(keys.map(async (key) => closedHoldIn(found.get(key))));
  }
}

const closedHoldIn = (document: object | undefined): ClosedHold | null => (document === undefined ? null : toClosedHold(closedHoldRecordSchema.parse(document)));
