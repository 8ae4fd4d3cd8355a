import { isRoutingNumber, Money } from '@sluice/kernel';
import { UnreadableReport, type CorrectedNumbers, type RailReport } from '../rail-report.js';
import { readNachaFile, type Batch, type Entry, type EntryWithAddenda } from './nacha-file.js';
import { correctionAddenda, readRecord, returnAddenda } from './nacha-records.js';

type NumberName = keyof CorrectedNumbers;
/** Where in the 29 characters of corrected data a number stands: from, to (not included). */
type Columns = Partial<Record<NumberName, readonly [number, number]>>;

const DATA_LENGTH = 29;

/** What each change code corrects (Nacha Operating Rules, Appendix Five); the rest of the field is blank. */
const columnsByCode: Readonly<Record<string, Columns>> = {
  C01: { accountNumber: [0, 17] },
  C02: { routingNumber: [0, 9] },
  C03: { routingNumber: [0, 9], accountNumber: [12, 29] },
  C04: { name: [0, 22] },
  C05: { transactionCode: [0, 2] },
  C06: { accountNumber: [0, 17], transactionCode: [20, 22] },
  C07: { routingNumber: [0, 9], accountNumber: [9, 26], transactionCode: [26, 28] },
  C09: { individualId: [0, 22] },
  C13: {},
  C14: {},
};

const isRight: Readonly<Record<NumberName, (text: string) => boolean>> = {
  routingNumber: isRoutingNumber,
  accountNumber: (text) => /^[A-Za-z0-9-]+$/.test(text),
  transactionCode: (text) => /^[23]2$/.test(text),
  name: (text) => text !== '',
  individualId: (text) => text !== '',
};

function restIsBlank(data: string, columns: Columns): boolean {
  const taken = Object.values(columns);
  return [...data].every((character, at) => character === ' ' || taken.some(([from, to]) => at >= from && at < to));
}

/** The corrected numbers of a notification of change. @throws UnreadableReport for an unknown code or data that does not fit it. */
function correctedNumbers(code: string, data: string): CorrectedNumbers {
  const columns = Object.hasOwn(columnsByCode, code) ? columnsByCode[code] : undefined;
  if (columns === undefined) throw new UnreadableReport('unsupported', `${code} is not a change code that is known here.`);
  const field = data.padEnd(DATA_LENGTH);
  const numbers = Object.entries(columns).map(([name, [from, to]]): [NumberName, string] => [name as NumberName, field.slice(from, to).trim()]);
  if (!restIsBlank(field, columns) || numbers.some(([name, value]) => !isRight[name](value))) {
    throw new UnreadableReport('malformed', `The corrected data ${JSON.stringify(data)} is not what ${code} corrects.`);
  }
  return Object.fromEntries(numbers);
}

/** Codes between banks about a return (R61 to R77) are not returns and never sent to us. */
const RETURN_CODE = /^R(0[1-9]|[1-4]\d|5[0-3]|8[0-5])$/;
/** A credit that comes back, from a current or a savings account. */
const RETURNED_CREDIT = /^[23]1$/;

const inconsistent = (sentence: string): UnreadableReport => new UnreadableReport('inconsistent', sentence);

function onlyAddendaOf({ entry, addenda }: EntryWithAddenda): string {
  const [line, ...others] = addenda;
  if (line === undefined || others.length > 0) throw inconsistent('A return or notification of change has not exactly one addenda.');
  if (!RETURNED_CREDIT.test(entry.transactionCode)) throw new UnreadableReport('unsupported', 'An entry is not about a credit, and we send nothing else.');
  if (!isRoutingNumber(entry.receivingBank + entry.checkDigit)) throw inconsistent('An entry names a bank whose check digit is wrong.');
  if (entry.individualId === '') throw new UnreadableReport('malformed', 'An entry does not say which payment it is about.');
  return line;
}

const idsOf = (entry: Entry, addenda: { readonly trace: string; readonly originalTrace: string }) => {
  if (addenda.trace !== entry.trace) throw inconsistent('An entry and its addenda have different trace numbers.');
  return { paymentId: entry.individualId, reportId: entry.trace, trace: addenda.originalTrace };
};

function correctionOf(found: EntryWithAddenda): RailReport {
  const addenda = readRecord(correctionAddenda, onlyAddendaOf(found));
  if (BigInt(found.entry.amount) !== 0n) throw inconsistent('A notification of change moves money.');
  return { ...idsOf(found.entry, addenda), kind: 'corrected', code: addenda.code, corrected: correctedNumbers(addenda.code, addenda.correctedData) };
}

function returnOf(found: EntryWithAddenda): RailReport {
  const addenda = readRecord(returnAddenda, onlyAddendaOf(found));
  if (!RETURN_CODE.test(addenda.code)) throw new UnreadableReport('unsupported', `${addenda.code} is not a return code that is known here.`);
  const explanation = addenda.explanation.trim();
  return {
    ...idsOf(found.entry, addenda), kind: 'returned', code: addenda.code,
    amount: Money.ofUnits('USD', BigInt(found.entry.amount)), ...(explanation === '' ? {} : { explanation }),
  };
}

function reportsOf({ header, entries }: Batch): RailReport[] {
  if (header.entryClass === 'COR') return entries.map(correctionOf);
  if (header.entryClass === 'PPD' || header.entryClass === 'CCD') return entries.map(returnOf);
  throw new UnreadableReport('unsupported', `A batch is of class ${JSON.stringify(header.entryClass)}, which we do not send.`);
}

/** Returns and notifications of change in a NACHA file. @throws UnreadableReport */
export const readAchReports = (file: string): readonly RailReport[] => readNachaFile(file).flatMap(reportsOf);
