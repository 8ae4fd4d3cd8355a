import { createHash } from 'node:crypto';

/** A file that the bank sends to its client. */
export interface ReportFile {
  readonly contentType: 'application/json' | 'application/xml' | 'text/plain';
  readonly text: string;
}

/** An id of a report that is the same however often the report is made. */
export const reportIdOf = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);

/** Seven digits for a bank's own trace numbers. */
export const sequenceOf = (...parts: readonly string[]): string =>
  (BigInt(`0x${reportIdOf(...parts)}`) % 10_000_000n).toString().padStart(7, '0');
