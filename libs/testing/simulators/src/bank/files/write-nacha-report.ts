import { sequenceOf } from './report-file.js';

/** What comes back about an ACH credit: money with a return code, or a change code with the corrected data. */
export interface AchReport {
  readonly kind: 'return' | 'change';
  readonly key: string;
  readonly code: string;
  /** Of 29 characters, for a change. */
  readonly correctedData: string;
  readonly at: Date;
  /** The file that ordered the credit. */
  readonly order: string;
}

const FILLER = '9'.repeat(94);
const left = (text: string, length: number): string => text.slice(0, length).padEnd(length);
const right = (digits: string, length: number): string => digits.padStart(length, '0');

/** The records of the order that the answer repeats. */
function orderedRecords(order: string): { header: string; batch: string; entry: string } {
  const record = (type: string): string => order.split('\n').find((line) => line.startsWith(type)) ?? '';
  return { header: record('1'), batch: record('5'), entry: record('6') };
}

function entryLines({ kind, key, code, correctedData, order }: AchReport, cents: string): string[] {
  const { header, entry } = orderedRecords(order);
  const receivingBank = entry.slice(3, 11);
  const trace = `${receivingBank}${sequenceOf(key, kind, code)}`;
  const detail = kind === 'return' ? `      ${receivingBank}${' '.repeat(44)}` : `${' '.repeat(6)}${receivingBank}${left(correctedData, 29)}${' '.repeat(15)}`;
  return [
    `621${header.slice(4, 13)}${entry.slice(12, 29)}${right(cents, 10)}${entry.slice(39, 76)}  1${trace}`,
    `7${kind === 'return' ? '99' : '98'}${code}${entry.slice(79)}${detail}${trace}`,
  ];
}

/** A NACHA file of one return (99) or notification of change (98), as the ACH operator hands it to the client's bank. */
export function writeNachaReport(report: AchReport): string {
  const { header, batch, entry } = orderedRecords(report.order);
  const cents = report.kind === 'return' ? BigInt(entry.slice(29, 39)).toString() : '0';
  const made = report.at.toISOString();
  const date = made.slice(2, 10).replaceAll('-', '');
  const company = batch.slice(40, 50);
  const ends = `${entry.slice(3, 11)}0000001`;
  const totals = `${right(header.slice(4, 12), 10)}${right('', 12)}${right(cents, 12)}`;
  const lines = [
    `101${header.slice(3, 13)} ${header.slice(4, 13)}${date}${made.slice(11, 16).replace(':', '')}A094101${left(batch.slice(4, 20), 23)}${left('SANDBOX BANK', 23)}${' '.repeat(8)}`,
    `5200${batch.slice(4, 40)}${company}${report.kind === 'return' ? batch.slice(50, 53) : 'COR'}${batch.slice(53, 63)}      ${batch.slice(69, 75)}   1${ends}`,
    ...entryLines(report, cents),
    `8200000002${totals}${company}${' '.repeat(25)}${ends}`,
    `900000100000100000002${totals}${' '.repeat(39)}`,
    ...Array.from({ length: 4 }, () => FILLER),
  ];
  return `${lines.join('\n')}\n`;
}
