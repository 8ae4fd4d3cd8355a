import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { currencySchema } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import type { Model } from 'mongoose';
import { z } from 'zod';
import { namedAccountOf } from '../account/named-account.js';
import { NamedAccounts } from '../ports/named-accounts.js';
import { toAccount } from './account.record.js';
import { AccountStore } from './account.store.js';
import type { EntryDocument } from './entry.document.js';
import { closedHoldRecordSchema, toClosedHold } from './hold.record.js';
import { ENTRIES } from './ledger.schemas.js';
import { CLOSED_HOLDS, type ClosedHoldDocument } from './mongo-closed-holds.js';
import { exactUnitsSchema } from './units.js';
import type { Books, JournalSum } from '../checking/check-books.js';

/** Balances read side by side: a tenant may have as many holdings as it likes. */
const READ_AT_ONCE = 20;

const sides = { debits: { $sum: '$lines.debit' }, credits: { $sum: '$lines.credit' } };
const sumSchema = z.object({ _id: z.object({ accountId: z.string(), currency: currencySchema }), debits: exactUnitsSchema, credits: exactUnitsSchema });

/** The whole books of a tenant, read past everything that keeps them right. */
@Injectable()
export class StoredBooks {
  constructor(
    private readonly accounts: AccountStore,
    private readonly named: NamedAccounts,
    @InjectModel(ENTRIES) private readonly entries: Model<EntryDocument>,
    @InjectModel(CLOSED_HOLDS) private readonly holds: Model<ClosedHoldDocument>,
  ) {}

  async read(tenantId: string): Promise<Books> {
    const closed = await this.holds.find({ tenantId }).lean();
    const accounts = (await this.accounts.findWhere({ tenantId })).map(toAccount);
    const carried = accounts.flatMap(({ unfiled }) => unfiled.entries.map(({ id }) => id));
    const sums = await this.sums(tenantId);
    const filed = await this.entries.find({ _id: { $in: carried } }, { _id: 1 }).lean();
    return {
      unbalanced: await this.unbalanced(tenantId),
      sums,
      accounts,
      named: await this.told(tenantId, sums),
      filed: new Set(filed.map(({ _id }) => _id)),
      closedHolds: closed.map(({ accountId, ...record }) => ({ accountId, ...toClosedHold(closedHoldRecordSchema.parse(record)) })),
    };
  }

  private async told(tenantId: string, sums: readonly JournalSum[]): Promise<Books['named']> {
    const names = sums.flatMap(({ accountId }) => namedAccountOf(accountId) ?? []);
    const told: Books['named'][number][] = [];
    for (let start = 0; start < names.length; start += READ_AT_ONCE) {
      told.push(...(await Promise.all(names.slice(start, start + READ_AT_ONCE).map(async (account) => {
        const balance = await this.named.balanceOf(tenantId, account);
        return { accountId: account.id, posted: balance?.posted ?? Money.zero(account.currency) };
      }))));
    }
    return told;
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

  private async sums(tenantId: string): Promise<JournalSum[]> {
    const found: unknown = await this.entries.aggregate([
      { $match: { tenantId } },
      { $unwind: '$lines' },
      { $group: { _id: { accountId: '$lines.accountId', currency: '$lines.currency' }, ...sides } },
    ]).exec();
    return z.array(sumSchema).parse(found).map(({ _id, debits, credits }) => ({ ..._id, units: BigInt(credits) - BigInt(debits) }));
  }
}
