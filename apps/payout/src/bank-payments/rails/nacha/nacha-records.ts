import { UnreadableReport } from '../rail-report.js';

export const RECORD_LENGTH = 94;

/** A field of a record: text stands left and is filled with spaces, digits stand right and are filled with zeros. */
export type Field =
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'text'; readonly length: number }
  | { readonly kind: 'digits'; readonly length: number };

/** A record's fields in the order of the line; together exactly 94 characters. */
export type Layout = Readonly<Record<string, Field>>;
export type RecordOf<L extends Layout> = { readonly [K in keyof L as L[K] extends { readonly kind: 'constant' } ? never : K]: string };

export const constant = <Value extends string>(value: Value) => ({ kind: 'constant', value }) as const;
export const text = (length: number) => ({ kind: 'text', length }) as const;
export const digits = (length: number) => ({ kind: 'digits', length }) as const;
export const blank = (length: number) => constant(' '.repeat(length));

const lengthOf = (field: Field): number => (field.kind === 'constant' ? field.value.length : field.length);

function written(name: string, field: Field, value: string): string {
  if (field.kind === 'constant') return field.value;
  const allowed = field.kind === 'text' ? /^[ -~]*$/ : /^\d+$/;
  if (value.length > field.length || !allowed.test(value)) throw new RangeError(`${name} cannot hold ${JSON.stringify(value)}`);
  return field.kind === 'text' ? value.padEnd(field.length) : value.padStart(field.length, '0');
}

/** @throws RangeError when a value does not fit its field: what is written here has been fitted before. */
export function writeRecord<L extends Layout>(layout: L, record: RecordOf<L>): string {
  const values: Readonly<Record<string, string>> = record;
  return Object.entries(layout).map(([name, field]) => written(name, field, values[name] ?? '')).join('');
}

function checked(name: string, field: Field, value: string): string {
  if (field.kind === 'constant' && value !== field.value) {
    throw new UnreadableReport('malformed', `The file has ${JSON.stringify(value)} where its ${name} is ${JSON.stringify(field.value)}.`);
  }
  if (field.kind === 'digits' && !/^\d+$/.test(value)) {
    throw new UnreadableReport('malformed', `The file has ${JSON.stringify(value)} where its ${name} has digits.`);
  }
  return field.kind === 'text' ? value.trimEnd() : value;
}

/** The opposite of writing: text without the spaces that fill it, digits with their zeros. @throws UnreadableReport */
export function readRecord<L extends Layout>(layout: L, line: string): RecordOf<L> {
  let at = 0;
  const fields = Object.entries(layout).map(([name, field]): [string, string] => {
    const value = line.slice(at, (at += lengthOf(field)));
    return [name, checked(name, field, value)];
  });
  return Object.fromEntries(fields) as RecordOf<L>;
}

/** The length of a layout's line, for the check that every layout fills it. */
export const lineLength = (layout: Layout): number => Object.values(layout).reduce((sum, field) => sum + lengthOf(field), 0);

/** The records of a NACHA file, by the names of the Nacha Operating Rules, Appendix Three (and Four for 98 and 99). */
export const fileHeader = {
  recordType: constant('1'),
  priorityCode: constant('01'),
  beforeDestination: constant(' '),
  immediateDestination: digits(9),
  immediateOrigin: text(10),
  creationDate: digits(6),
  creationTime: text(4),
  fileIdModifier: text(1),
  recordSize: constant('094'),
  blockingFactor: constant('10'),
  formatCode: constant('1'),
  destinationName: text(23),
  originName: text(23),
  referenceCode: text(8),
} as const;

export const batchHeader = {
  recordType: constant('5'),
  serviceClass: digits(3),
  companyName: text(16),
  discretionary: text(20),
  companyId: text(10),
  entryClass: text(3),
  entryDescription: text(10),
  descriptiveDate: text(6),
  effectiveDate: text(6),
  /** Day of the year, filled in by the ACH operator. */
  settlementDay: text(3),
  originatorStatus: text(1),
  originatingBank: digits(8),
  batchNumber: digits(7),
} as const;

export const entryDetail = {
  recordType: constant('6'),
  transactionCode: digits(2),
  receivingBank: digits(8),
  checkDigit: digits(1),
  accountNumber: text(17),
  amount: digits(10),
  individualId: text(15),
  name: text(22),
  discretionary: text(2),
  addendaIndicator: digits(1),
  trace: digits(15),
} as const;

export const paymentAddenda = {
  recordType: constant('7'),
  addendaType: constant('05'),
  information: text(80),
  addendaSequence: digits(4),
  entrySequence: digits(7),
} as const;

export const correctionAddenda = {
  recordType: constant('7'),
  addendaType: constant('98'),
  code: text(3),
  originalTrace: digits(15),
  reserved: blank(6),
  originalReceivingBank: digits(8),
  correctedData: text(29),
  reservedToo: blank(15),
  trace: digits(15),
} as const;

export const returnAddenda = {
  recordType: constant('7'),
  addendaType: constant('99'),
  code: text(3),
  originalTrace: digits(15),
  dateOfDeath: text(6),
  originalReceivingBank: digits(8),
  explanation: text(44),
  trace: digits(15),
} as const;

export const batchControl = {
  recordType: constant('8'),
  serviceClass: digits(3),
  entryCount: digits(6),
  entryHash: digits(10),
  debits: digits(12),
  credits: digits(12),
  companyId: text(10),
  authentication: text(19),
  reserved: blank(6),
  originatingBank: digits(8),
  batchNumber: digits(7),
} as const;

export const fileControl = {
  recordType: constant('9'),
  batchCount: digits(6),
  blockCount: digits(6),
  entryCount: digits(8),
  entryHash: digits(10),
  debits: digits(12),
  credits: digits(12),
  reserved: blank(39),
} as const;
