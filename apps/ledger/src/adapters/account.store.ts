import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Cause, Sent } from '@sluice/messaging';
import { AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { accountRecordSchema, type AccountRecord } from './account.record.js';

export const ACCOUNTS = 'accounts';

/** The collection of account documents. */
@Injectable()
export class AccountStore extends AggregateStore<AccountRecord> {
  protected override readonly isFollowed = true;

  constructor(@InjectModel(ACCOUNTS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, accountRecordSchema);
  }

  /** Sends what no document carries: when it fails, whatever caused it has to be handled again. */
  answer(cause: Cause, owner: string, sent: readonly Sent[]): Promise<void> {
    return this.outbox.publish(this.outbox.entriesFor(sent, cause, { aggregate: `owner ${owner}`, version: 0, causeId: cause.id }));
  }
}
