/** Of the bank that sends: the first eight digits of its routing number. */
const ORIGINATOR = '09100001';

/** The rail's own number for a payment: fifteen digits for ACH, else the rail, the date and a running number. */
export function traceNumber(rail: string, at: Date, running: number): string {
  if (rail === 'ACH') return `${ORIGINATOR}${String(running).padStart(7, '0')}`;
  return `${rail}${at.toISOString().slice(0, 10).replaceAll('-', '')}${String(running).padStart(10, '0')}`;
}
