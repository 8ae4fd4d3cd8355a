import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { ClosedHold } from '../account/hold.js';
import { ClosedHolds, type HoldName } from '../ports/closed-holds.js';
import { closedHoldRecordOf, closedHoldRecordSchema, toClosedHold, type ClosedHoldRecord } from './hold.record.js';
import { insertOnce } from './insert-once.js';

export const CLOSED_HOLDS = 'closed_holds';

export type ClosedHoldDocument = ClosedHoldRecord & { _id: string; tenantId: string; accountId: string };

/** Each part is escaped, so that no two names make the same key. */
const keyOf = ({ tenantId, accountId, holdId }: HoldName): string => [tenantId, accountId, holdId].map(encodeURIComponent).join('/');

@Injectable()
export class MongoClosedHolds extends ClosedHolds {
  constructor(@InjectModel(CLOSED_HOLDS) private readonly model: Model<ClosedHoldDocument>) {
    super();
  }

  async file(tenantId: string, accountId: string, holds: readonly ClosedHold[]): Promise<void> {
    const documents = holds.map((hold) => ({
      _id: keyOf({ tenantId, accountId, holdId: hold.holdId }), tenantId, accountId, ...closedHoldRecordOf(hold),
    }));
    await insertOnce(this.model, documents);
  }

  async find(name: HoldName): Promise<ClosedHold | null> {
    const found = await this.model.findById(keyOf(name)).lean();
    return found === null ? null : toClosedHold(closedHoldRecordSchema.parse(found));
  }
}
