import { addTotals, printTotals, totalsOf, type Entry } from '../../src/bank-payments/rails/nacha/nacha-file.js';
import {
  batchControl, batchHeader, correctionAddenda, entryDetail, fileControl, fileHeader, returnAddenda, writeRecord,
} from '../../src/bank-payments/rails/nacha/nacha-records.js';

export interface ReturnedEntry {
  readonly paymentId: string;
  readonly originalTrace: string;
  readonly code: string;
  readonly cents: string;
  readonly correctedData?: string;
  readonly explanation?: string;
  readonly entry?: Partial<Entry>;
}

const BANK = '02100002';

const entryOf = ({ paymentId, cents, entry }: ReturnedEntry, at: number): Entry => ({
  transactionCode: '21', receivingBank: '09100001', checkDigit: '9', accountNumber: '12345678', amount: cents, individualId: paymentId,
  name: 'ADA LOVELACE', discretionary: '', addendaIndicator: '1', trace: `${BANK}${String(at + 1).padStart(7, '0')}`, ...entry,
});

function addendaOf({ code, originalTrace, correctedData, explanation = '' }: ReturnedEntry, { trace }: Entry): string {
  const shared = { code, originalTrace, originalReceivingBank: BANK, trace };
  return correctedData === undefined
    ? writeRecord(returnAddenda, { ...shared, dateOfDeath: '', explanation })
    : writeRecord(correctionAddenda, { ...shared, correctedData });
}

/** A file as a bank sends it back: one batch for each list, the class told by its first entry. */
export function nachaReturnFile(...batches: readonly (readonly ReturnedEntry[])[]): string {
  const parts = batches.map((returned, at) => {
    const pairs = returned.map((one, index) => ({ one, entry: entryOf(one, index) }));
    const totals = totalsOf(pairs.map(({ entry }) => entry), pairs.length);
    const ends = { serviceClass: '200', companyId: '1472583690', originatingBank: BANK, batchNumber: String(at + 1) };
    const lines = [
      writeRecord(batchHeader, {
        ...ends, companyName: 'SLUICE PAYMENTS', discretionary: '', entryClass: returned[0]?.correctedData === undefined ? 'PPD' : 'COR',
        entryDescription: 'WITHDRAWAL', descriptiveDate: '', effectiveDate: '260117', settlementDay: '020', originatorStatus: '1',
      }),
      ...pairs.flatMap(({ one, entry }) => [writeRecord(entryDetail, entry), addendaOf(one, entry)]),
      writeRecord(batchControl, { ...ends, ...printTotals(totals), authentication: '' }),
    ];
    return { totals, lines };
  });
  const lineCount = parts.flatMap(({ lines }) => lines).length + 2;
  const blockCount = Math.ceil(lineCount / 10);
  const lines = [
    writeRecord(fileHeader, {
      immediateDestination: '091000019', immediateOrigin: ' 021000021', creationDate: '260120', creationTime: '0900', fileIdModifier: 'A',
      destinationName: 'SLUICE PAYMENTS', originName: 'A BANK', referenceCode: '',
    }),
    ...parts.flatMap((part) => part.lines),
    writeRecord(fileControl, { ...printTotals(addTotals(parts.map(({ totals }) => totals))), batchCount: String(batches.length), blockCount: String(blockCount) }),
    ...Array.from({ length: blockCount * 10 - lineCount }, () => '9'.repeat(94)),
  ];
  return `${lines.join('\n')}\n`;
}
