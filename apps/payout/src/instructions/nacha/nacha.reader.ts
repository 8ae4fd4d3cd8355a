import { UnreadableReport } from '../unreadable-report.js';
import { addTotals, BLOCKING_FACTOR, FILLER, totalsOf, type Entry, type Totals } from './control.js';
import { readRecord, RECORD_LENGTH, type RecordOf } from './fixed-width.js';
import { batchControl, batchHeader, entryDetail, fileControl, fileHeader } from './record.layouts.js';

/** An entry with the lines of its addenda, which mean something only together with the batch they stand in. */
export interface EntryWithAddenda {
  readonly entry: Entry;
  readonly addenda: readonly string[];
}

export interface Batch {
  readonly header: RecordOf<typeof batchHeader>;
  readonly entries: readonly EntryWithAddenda[];
}

const malformed = (sentence: string): UnreadableReport => new UnreadableReport('malformed', sentence);
const inconsistent = (sentence: string): UnreadableReport => new UnreadableReport('inconsistent', sentence);

/** The records one after another; every one is either taken or makes the file unreadable. */
class Records {
  private at = 0;
  constructor(private readonly lines: readonly string[]) {}

  comes(recordType: string): boolean {
    return this.lines[this.at]?.startsWith(recordType) ?? false;
  }

  take(recordType: string, called: string): string {
    const line = this.lines[this.at];
    if (line === undefined || !line.startsWith(recordType)) throw malformed(`Line ${this.at + 1} is not the ${called} that has to follow.`);
    this.at += 1;
    return line;
  }

  rest(): readonly string[] {
    return this.lines.slice(this.at);
  }
}

/** Lines of 94 printable characters, in full blocks of ten. */
function linesOf(file: string): string[] {
  const lines = file.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const wrong = lines.findIndex((line) => line.length !== RECORD_LENGTH || !/^[ -~]*$/.test(line));
  if (wrong >= 0) throw malformed(`Line ${wrong + 1} is not ${RECORD_LENGTH} printable characters.`);
  if (lines.length % BLOCKING_FACTOR !== 0) throw malformed('The file does not end at the end of a block of ten lines.');
  return lines;
}

function readEntry(records: Records): EntryWithAddenda {
  const entry = readRecord(entryDetail, records.take('6', 'entry'));
  const addenda: string[] = [];
  while (records.comes('7')) addenda.push(records.take('7', 'addenda'));
  if ((entry.addendaIndicator === '1') !== addenda.length > 0) throw inconsistent('An entry and its addenda indicator do not agree.');
  return { entry, addenda };
}

function checkTotals(said: { readonly [K in keyof Totals]: string }, counted: Totals, where: string): void {
  for (const name of ['entryCount', 'entryHash', 'debits', 'credits'] as const) {
    if (BigInt(said[name]) !== counted[name]) throw inconsistent(`The ${name} of the ${where} control is ${said[name]}, but its entries give ${counted[name]}.`);
  }
}

function readBatch(records: Records): { batch: Batch; totals: Totals } {
  const header = readRecord(batchHeader, records.take('5', 'batch header'));
  const entries: EntryWithAddenda[] = [];
  while (records.comes('6')) entries.push(readEntry(records));
  const control = readRecord(batchControl, records.take('8', 'batch control'));
  const totals = totalsOf(entries.map(({ entry }) => entry), entries.flatMap(({ addenda }) => addenda).length);
  checkTotals(control, totals, 'batch');
  for (const name of ['serviceClass', 'companyId', 'originatingBank', 'batchNumber'] as const) {
    if (header[name] !== control[name]) throw inconsistent(`A batch names another ${name} at its end than at its start.`);
  }
  return { batch: { header, entries }, totals };
}

/**
 * The batches of a NACHA file whose lines, order, counts, hashes and totals are all right.
 * @throws UnreadableReport at the first thing that is not.
 */
export function readNachaFile(file: string): readonly Batch[] {
  const lines = linesOf(file);
  const records = new Records(lines);
  readRecord(fileHeader, records.take('1', 'file header'));
  const read: { batch: Batch; totals: Totals }[] = [];
  while (records.comes('5')) read.push(readBatch(records));
  const control = readRecord(fileControl, records.take('9', 'file control'));
  checkTotals(control, addTotals(read.map(({ totals }) => totals)), 'file');
  if (Number(control.batchCount) !== read.length) throw inconsistent('The file has another number of batches than it says.');
  if (Number(control.blockCount) * BLOCKING_FACTOR !== lines.length) throw inconsistent('The file has another number of blocks than it says.');
  const rest = records.rest();
  if (rest.length >= BLOCKING_FACTOR || rest.some((line) => line !== FILLER)) throw malformed('Something follows the end of the file.');
  return read.map(({ batch }) => batch);
}
