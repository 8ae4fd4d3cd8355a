import { isRoutingNumber, Money } from '@sluice/kernel';
import type { RailReport } from '../rail-report.js';
import { UnreadableReport } from '../unreadable-report.js';
import { correctedNumbers } from './corrected-numbers.js';
import { readRecord } from './fixed-width.js';
import { readNachaFile, type Batch, type EntryWithAddenda } from './nacha.reader.js';
import { correctionAddenda, returnAddenda } from './record.layouts.js';
import type { Entry } from './control.js';

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
