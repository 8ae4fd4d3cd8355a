import { UnreadableReport } from '../rail-report.js';
import { batchControl, batchHeader, entryDetail, fileControl, fileHeader, readRecord, RECORD_LENGTH, type RecordOf } from './nacha-records.js';

export type Entry = RecordOf<typeof entryDetail>;

/** What a control record says of the entries before it; each a plain number, without the zeros that fill its field. */
export interface Totals {
  readonly entryCount: bigint;
  readonly entryHash: bigint;
  readonly debits: bigint;
  readonly credits: bigint;
}

const HASH_MODULUS = 10_000_000_000n;

/** The second digit tells: 1 to 4 put money into the account or take such an entry back, 6 to 9 take it out. */
const isCredit = ({ transactionCode }: Entry): boolean => '1234'.includes(transactionCode.charAt(1));

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, number) => total + number, 0n);

/** Entries and their addenda counted together; the hash adds up the receiving banks' eight digits and keeps ten. */
export function totalsOf(entries: readonly Entry[], addendaCount: number): Totals {
  const amounts = (wanted: boolean) => sum(entries.filter((entry) => isCredit(entry) === wanted).map(({ amount }) => BigInt(amount)));
  return {
    entryCount: BigInt(entries.length + addendaCount),
    entryHash: sum(entries.map(({ receivingBank }) => BigInt(receivingBank))) % HASH_MODULUS,
    debits: amounts(false),
    credits: amounts(true),
  };
}

export const addTotals = (totals: readonly Totals[]): Totals => ({
  entryCount: sum(totals.map(({ entryCount }) => entryCount)),
  entryHash: sum(totals.map(({ entryHash }) => entryHash)) % HASH_MODULUS,
  debits: sum(totals.map(({ debits }) => debits)),
  credits: sum(totals.map(({ credits }) => credits)),
});

export const printTotals = ({ entryCount, entryHash, debits, credits }: Totals) => ({
  entryCount: entryCount.toString(), entryHash: entryHash.toString(), debits: debits.toString(), credits: credits.toString(),
});

/** Lines in a block; a file fills its last block with lines of nines. */
export const BLOCKING_FACTOR = 10;
export const FILLER = '9'.repeat(94);

export const blocksFor = (lineCount: number): number => Math.ceil(lineCount / BLOCKING_FACTOR);

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
