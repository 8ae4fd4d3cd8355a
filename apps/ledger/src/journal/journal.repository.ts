import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { currencySchema } from '@sluice/contract-kit';
import type { Model, PipelineStage, QueryFilter } from 'mongoose';
import { z } from 'zod';
import { readPage, rowsAfter, sortBy, unknownPageEnd } from '@sluice/persistence';
import { BalanceSnapshots } from './balance-snapshots.repository.js';
import { ENTRIES, entryDocumentOf, entryFrom, OnceInserts, type EntryDocument } from './entries.repository.js';
import { Journal, type CurrencyTotals, type Entry, type EntryPage, type EntryQuery } from './entry.js';
import { exactUnitsSchema, moneyOf } from './entry.record.js';

const totalsSchema = z.object({ _id: currencySchema, debits: exactUnitsSchema, credits: exactUnitsSchema });

const sums = { debits: { $sum: '$lines.debit' }, credits: { $sum: '$lines.credit' } };

@Injectable()
export class MongoJournal extends Journal {
  private readonly inserts: OnceInserts<EntryDocument>;

  constructor(@InjectModel(ENTRIES) private readonly model: Model<EntryDocument>, private readonly snapshots: BalanceSnapshots) {
    super();
    this.inserts = new OnceInserts(model);
  }

  async insert(tenantId: string, entries: readonly Entry[]): Promise<void> {
    const documents = entries.map((entry) => entryDocumentOf(tenantId, entry));
    await this.snapshots.ensure(tenantId, documents);
    await this.inserts.add(documents);
    await this.snapshots.afterInsert(tenantId, documents);
  }

  async has(entryId: string): Promise<boolean> {
    return (await this.model.exists({ _id: entryId })) !== null;
  }

  async page(tenantId: string, { withdrawalId, accountId, limit, after }: EntryQuery): Promise<EntryPage> {
    const filter: QueryFilter<EntryDocument> = {
      tenantId,
      ...(withdrawalId === undefined ? {} : { withdrawalId }),
      ...(accountId === undefined ? {} : { 'lines.accountId': accountId }),
      ...(after === undefined ? {} : await this.laterThan(tenantId, after)),
    };
    const { found, hasMore } = await readPage(limit, (count) => this.model.find(filter).sort(sortBy('at', 'oldest')).limit(count).lean());
    return { entries: found.map(entryFrom), hasMore };
  }

  async totals(tenantId: string): Promise<CurrencyTotals[]> {
    const found = await this.aggregate([
      { $match: { tenantId } },
      { $unwind: '$lines' },
      { $group: { _id: '$lines.currency', ...sums } },
      { $sort: { _id: 1 } },
    ]);
    return z.array(totalsSchema).parse(found).map(({ _id, debits, credits }) => ({
      currency: _id, debits: moneyOf(_id, debits), credits: moneyOf(_id, credits),
    }));
  }

  private aggregate(stages: PipelineStage[]): Promise<unknown[]> {
    return this.model.aggregate<unknown>(stages).exec();
  }

  private async laterThan(tenantId: string, entryId: string): Promise<QueryFilter<EntryDocument>> {
    const seen = await this.model.findOne({ _id: entryId, tenantId }).lean();
    if (seen === null) throw unknownPageEnd('entry');
    return rowsAfter('at', 'oldest', { at: seen.at, id: entryId });
  }
}
