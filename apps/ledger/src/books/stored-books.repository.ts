import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { currencySchema } from '@sluice/contract-kit';
import type { Model } from 'mongoose';
import { z } from 'zod';
import { closedHoldRecordSchema, toAccount, toClosedHold } from '../accounts/account.record.js';
import { AccountStore } from '../accounts/accounts.repository.js';
import { CLOSED_HOLDS, type ClosedHoldDocument } from '../journal/closed-holds.repository.js';
import { ENTRIES, type EntryDocument } from '../journal/entries.repository.js';
import { exactUnitsSchema } from '../journal/entry.record.js';
import { systemAccountOf } from '../journal/system-account.js';
import { SystemAccounts } from '../journal/system-accounts.repository.js';
import { differencesOf, type Books, type JournalSum } from './books.js';

const sides = { debits: { $sum: '$lines.debit' }, credits: { $sum: '$lines.credit' } };
const sumSchema = z.object({ _id: z.object({ accountId: z.string(), currency: currencySchema }), debits: exactUnitsSchema, credits: exactUnitsSchema });

/** The whole books of a tenant, read past everything that keeps them right. */
@Injectable()
export class StoredBooks {
  constructor(
    private readonly accounts: AccountStore,
    private readonly systemAccounts: SystemAccounts,
    @InjectModel(ENTRIES) private readonly entries: Model<EntryDocument>,
    @InjectModel(CLOSED_HOLDS) private readonly holds: Model<ClosedHoldDocument>,
  ) {}

  async read(tenantId: string): Promise<Books> {
    const closed = await this.holds.find({ tenantId }).lean();
    const accounts = (await this.accounts.findWhere({ tenantId })).map(toAccount);
    const carried = accounts.flatMap(({ pendingEntries }) => pendingEntries.map(({ id }) => id));
    const sums = await this.sums(tenantId);
    const inserted = await this.entries.find({ _id: { $in: carried } }, { _id: 1 }).lean();
    return {
      unbalanced: await this.unbalanced(tenantId),
      sums,
      differences: differencesOf(sums),
      accounts,
      systemAccounts: await this.systemAccounts.balancesOf(tenantId, sums.flatMap(({ accountId }) => systemAccountOf(accountId) ?? [])),
      inserted: new Set(inserted.map(({ _id }) => _id)),
      closedHolds: closed.map(({ accountId, ...record }) => ({ accountId, ...toClosedHold(closedHoldRecordSchema.parse(record)) })),
    };
  }

  /** What the entries that are in the running totals come to. */
  countedSums(tenantId: string): Promise<JournalSum[]> {
    return this.sums(tenantId, { unchecked: { $ne: true } });
  }

  private async unbalanced(tenantId: string): Promise<string[]> {
    const found = await this.entries.aggregate<{ _id: { id: string } }>([
      { $match: { tenantId } },
      { $unwind: '$lines' },
      { $group: { _id: { id: '$_id', currency: '$lines.currency' }, ...sides } },
      { $match: { $expr: { $ne: ['$debits', '$credits'] } } },
      { $limit: 100 },
    ]).exec();
    return found.map(({ _id }) => _id.id);
  }

  private async sums(tenantId: string, which: Readonly<Record<string, unknown>> = {}): Promise<JournalSum[]> {
    const found: unknown = await this.entries.aggregate([
      { $match: { tenantId, ...which } },
      { $unwind: '$lines' },
      { $group: { _id: { accountId: '$lines.accountId', currency: '$lines.currency' }, ...sides } },
    ]).exec();
    return z.array(sumSchema).parse(found).map(({ _id, debits, credits }) => ({ ..._id, units: BigInt(credits) - BigInt(debits) }));
  }
}
