import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { accountRecordSchema, type AccountRecord } from './account.record.js';

export const ACCOUNTS = 'accounts';

/** The collection of account documents. */
@Injectable()
export class AccountStore extends AggregateStore<AccountRecord> {
  constructor(@InjectModel(ACCOUNTS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, accountRecordSchema);
  }
}
