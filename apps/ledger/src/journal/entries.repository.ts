import type { Currency } from '@sluice/kernel';
import { withCheckIndex, Batcher, isDuplicateKey, type Outcome } from '@sluice/persistence';
import { Schema, Types, type Model } from 'mongoose';
import type { Entry } from './entry.js';
import { entryRecordOf, entryRecordSchema, exactUnitsSchema, toEntry } from './entry.record.js';
import { systemAccountsIn } from './system-account.js';

/** A field that mongoose leaves alone: its shape is checked by zod on reading and by types on writing. */
export const asIs = { type: Schema.Types.Mixed, required: true } as const;
export const text = { type: String, required: true } as const;
export const time = { type: Date, required: true } as const;

/** An absent value must stay absent: the driver would store it as null. */
const options = { ignoreUndefined: true };

/** Inserts documents that never change, in groups: one that is there already is left as it is. */
export class OnceInserts<D extends object> {
  private readonly inserts = new Batcher<D, void>((documents) => this.insertAll(documents));

  constructor(private readonly model: Model<D>) {}

  async add(documents: readonly D[]): Promise<void> {
    await Promise.all(documents.map((document) => this.inserts.add(document)));
  }

  /** What a batch does about the documents beside a duplicate differs between databases, so then each is inserted by itself. */
  private async insertAll(documents: readonly D[]): Promise<Outcome<void>[]> {
    if (documents.length > 1) {
      const together = await this.model.collection.insertMany([...documents] as never, { ordered: false, ...options }).catch(() => null);
      if (together !== null) return documents.map(() => ({ status: 'fulfilled', value: undefined }));
    }
    return Promise.allSettled(documents.map((document) => this.insert(document)));
  }

  private async insert(document: D): Promise<void> {
    try {
      await this.model.collection.insertOne(document, options);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

interface LineDocument {
  accountId: string;
  currency: Currency;
  debit: Types.Decimal128;
  credit: Types.Decimal128;
}

/** An entry as it stands in the journal. All but `notForwarded` and `unchecked` is written once. */
export interface EntryDocument {
  _id: string;
  tenantId: string;
  kind: string;
  withdrawalId?: string | undefined;
  sourceId: string;
  at: Date;
  lines: LineDocument[];
  /** The system accounts whose balance snapshot does not have this entry yet. */
  notForwarded: string[];
  /** True until it is in the running totals; `counted` when it is and was found wrong (docs/decisions/0206). */
  unchecked?: true | 'counted';
}

const exact = (units: string): Types.Decimal128 => Types.Decimal128.fromString(units);
const digits = (units: Types.Decimal128): string => exactUnitsSchema.parse(units);

export function entryDocumentOf(tenantId: string, entry: Entry): EntryDocument {
  const { entryId, lines: records, ...rest } = entryRecordOf(entry);
  const lines = records.map((line) => ({ ...line, debit: exact(line.debit), credit: exact(line.credit) }));
  return { _id: entryId, tenantId, ...rest, lines, notForwarded: systemAccountsIn({ lines }), unchecked: true };
}

export function entryFrom({ _id, lines, ...rest }: EntryDocument): Entry {
  const readable = lines.map((line) => ({ ...line, debit: digits(line.debit), credit: digits(line.credit) }));
  return toEntry(entryRecordSchema.parse({ ...rest, entryId: _id, lines: readable }));
}

/** Credits less debits of an entry by account and currency, in minor units. */
export function partsOf({ lines }: Pick<EntryDocument, 'lines'>): { readonly accountId: string; readonly currency: Currency; readonly units: bigint }[] {
  return lines.map(({ accountId, currency, debit, credit }) => ({ accountId, currency, units: BigInt(digits(credit)) - BigInt(digits(debit)) }));
}

/** Credits less debits on one account, in minor units. A document that was read twice counts once. */
export function unitsOn(accountId: string, documents: readonly Pick<EntryDocument, '_id' | 'lines'>[]): bigint {
  const once = new Map(documents.map((document) => [document._id, document]));
  const lines = [...once.values()].flatMap((document) => document.lines).filter((line) => line.accountId === accountId);
  return lines.reduce((sum, { debit, credit }) => sum + BigInt(digits(credit)) - BigInt(digits(debit)), 0n);
}

export const ENTRIES = 'entries';

const lineSchema = new Schema(
  { accountId: text, currency: text, debit: { type: Schema.Types.Decimal128, required: true }, credit: { type: Schema.Types.Decimal128, required: true } },
  { _id: false },
);

/** The journal: entry id → the entry. Units are Decimal128, so that the database adds them up exactly. */
export const entrySchema: Schema = withCheckIndex(new Schema(
  { _id: text, tenantId: text, kind: text, withdrawalId: String, sourceId: text, at: time, lines: [lineSchema], notForwarded: [String] },
  { versionKey: false },
));
entrySchema.index({ tenantId: 1, at: 1, _id: 1 });
entrySchema.index({ tenantId: 1, 'lines.accountId': 1, at: 1, _id: 1 });
entrySchema.index({ tenantId: 1, withdrawalId: 1, at: 1, _id: 1 });
entrySchema.index({ tenantId: 1, notForwarded: 1 });
