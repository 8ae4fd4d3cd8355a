import { Types } from 'mongoose';
import type { Currency } from '@sluice/kernel';
import type { Entry } from '../account/entry.js';
import { namesIn } from './brought-forward.record.js';
import { entryRecordOf, entryRecordSchema, toEntry } from './entry.record.js';
import { exactUnitsSchema } from './units.js';

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
  /** The accounts there by their names whose stored sum does not have this entry yet. */
  notForwarded: string[];
  /** True until it is in the running totals; `counted` when it is and was found wrong (docs/decisions/0206). */
  unchecked?: true | 'counted';
}

const exact = (units: string): Types.Decimal128 => Types.Decimal128.fromString(units);
const digits = (units: Types.Decimal128): string => exactUnitsSchema.parse(units);

export function entryDocumentOf(tenantId: string, entry: Entry): EntryDocument {
  const { entryId, lines: records, ...rest } = entryRecordOf(entry);
  const lines = records.map((line) => ({ ...line, debit: exact(line.debit), credit: exact(line.credit) }));
  return { _id: entryId, tenantId, ...rest, lines, notForwarded: namesIn({ lines }), unchecked: true };
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
