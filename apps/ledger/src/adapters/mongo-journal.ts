import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { currencySchema } from '@sluice/contract-kit';
import { DomainError, type Currency } from '@sluice/kernel';
import { Types, type Model, type PipelineStage, type QueryFilter } from 'mongoose';
import { z } from 'zod';
import type { Entry } from '../account/entry.js';
import { Journal, type CurrencyTotals, type EntryPage, type EntryQuery, type JournalBalance } from '../ports/journal.js';
import { entryRecordOf, entryRecordSchema, toEntry } from './entry.record.js';
import { insertOnce } from './insert-once.js';
import { exactUnitsSchema, moneyOf } from './units.js';

export const ENTRIES = 'entries';

interface LineDocument {
  accountId: string;
  currency: Currency;
  debit: Types.Decimal128;
  credit: Types.Decimal128;
}

export interface EntryDocument {
  _id: string;
  tenantId: string;
  kind: string;
  withdrawalId?: string | undefined;
  sourceId: string;
  at: Date;
  lines: LineDocument[];
}

const totalsSchema = z.object({ _id: currencySchema, debits: exactUnitsSchema, credits: exactUnitsSchema });
const balanceSchema = z.object({ debits: exactUnitsSchema, credits: exactUnitsSchema, since: z.date() });

const sums = { debits: { $sum: '$lines.debit' }, credits: { $sum: '$lines.credit' } };

const exact = (units: string): Types.Decimal128 => Types.Decimal128.fromString(units);
const digits = (units: Types.Decimal128): string => exactUnitsSchema.parse(units);

function documentOf(tenantId: string, entry: Entry): EntryDocument {
  const { entryId, lines, ...rest } = entryRecordOf(entry);
  return { _id: entryId, tenantId, ...rest, lines: lines.map((line) => ({ ...line, debit: exact(line.debit), credit: exact(line.credit) })) };
}

function entryFrom({ _id, lines, ...rest }: EntryDocument): Entry {
  const readable = lines.map((line) => ({ ...line, debit: digits(line.debit), credit: digits(line.credit) }));
  return toEntry(entryRecordSchema.parse({ ...rest, entryId: _id, lines: readable }));
}

@Injectable()
export class MongoJournal extends Journal {
  constructor(@InjectModel(ENTRIES) private readonly model: Model<EntryDocument>) {
    super();
  }

  async file(tenantId: string, entries: readonly Entry[]): Promise<void> {
    await insertOnce(this.model, entries.map((entry) => documentOf(tenantId, entry)));
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
    const found = await this.model.find(filter).sort({ at: 1, _id: 1 }).limit(limit + 1).lean();
    return { entries: found.slice(0, limit).map(entryFrom), hasMore: found.length > limit };
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

  async balanceOf(tenantId: string, accountId: string, currency: Currency): Promise<JournalBalance | null> {
    const found = await this.aggregate([
      { $match: { tenantId, 'lines.accountId': accountId } },
      { $unwind: '$lines' },
      { $match: { 'lines.accountId': accountId } },
      { $group: { _id: null, ...sums, since: { $min: '$at' } } },
    ]);
    const [sum] = z.array(balanceSchema).parse(found);
    if (sum === undefined) return null;
    return { posted: moneyOf(currency, sum.credits).minus(moneyOf(currency, sum.debits)), since: sum.since };
  }

  private aggregate(stages: PipelineStage[]): Promise<unknown[]> {
    return this.model.aggregate<unknown>(stages).exec();
  }

  private async laterThan(tenantId: string, entryId: string): Promise<QueryFilter<EntryDocument>> {
    const seen = await this.model.findOne({ _id: entryId, tenantId }).lean();
    if (seen === null) throw new DomainError('invalid_request', `after: there is no entry ${entryId}.`);
    return { $or: [{ at: { $gt: seen.at } }, { at: seen.at, _id: { $gt: entryId } }] };
  }
}
