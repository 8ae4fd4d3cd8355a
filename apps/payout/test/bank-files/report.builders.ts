import { addTotals, printTotals, totalsOf, type Entry } from '../../src/bank-payments/rails/nacha/nacha-file.js';
import {
  batchControl, batchHeader, correctionAddenda, entryDetail, fileControl, fileHeader, returnAddenda, writeRecord,
} from '../../src/bank-payments/rails/nacha/nacha-records.js';

/** Messages as a bank sends them, typed out as text so that they owe nothing to the writer under test. */
const document = (message: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">\n${body}\n</Document>\n`;

export const header = '<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-01-16T09:00:00.000Z</CreDtTm></GrpHdr>';
export const reason = (code: string, text = ''): string =>
  `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn>${text === '' ? '' : `<AddtlInf>${text}</AddtlInf>`}</StsRsnInf>`;

export const transaction = (id: string, status: string, rest = ''): string =>
  `<TxInfAndSts><StsId>S-${id}</StsId><OrgnlInstrId>${id}</OrgnlInstrId><OrgnlEndToEndId>${id}</OrgnlEndToEndId><TxSts>${status}</TxSts>${rest}</TxInfAndSts>`;

export interface StatedLevels {
  readonly id?: string;
  readonly group?: string;
  readonly payment?: string;
  readonly transactions?: string;
}

export function pain002File({ id = 'AAAAAAAAAAAAAAA', group = '', payment = '', transactions = '' }: StatedLevels): string {
  return document('pain.002.001.10', `<CstmrPmtStsRpt>${header}
    <OrgnlGrpInfAndSts><OrgnlMsgId>${id}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${group}</OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>${id}</OrgnlPmtInfId>${payment}${transactions}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>`);
}

export const pacs002File = (transactions: string): string => document('pacs.002.001.10', `<FIToFIPmtStsRpt>${header}${transactions}</FIToFIPmtStsRpt>`);

export interface ReturnedTransfer {
  readonly id?: string;
  readonly amount?: string;
  readonly original?: string;
  readonly currency?: string;
  readonly code?: string;
}

export const returnedTransfer = ({ id = 'AAAAAAAAAAAAAAA', amount = '2500.00', original = '2500.00', currency = 'EUR', code = 'AC04' }: ReturnedTransfer): string =>
  `<TxInf><RtrId>R-${id}</RtrId><OrgnlEndToEndId>${id}</OrgnlEndToEndId><OrgnlClrSysRef>CLR-9</OrgnlClrSysRef>
   <OrgnlIntrBkSttlmAmt Ccy="${currency}">${original}</OrgnlIntrBkSttlmAmt><RtrdIntrBkSttlmAmt Ccy="${currency}">${amount}</RtrdIntrBkSttlmAmt>
   <RtrRsnInf><Rsn><Cd>${code}</Cd></Rsn><AddtlInf>closed</AddtlInf></RtrRsnInf></TxInf>`;

export const pacs004File = (transfers: string, count = '1'): string =>
  document('pacs.004.001.09', `<PmtRtr><GrpHdr><MsgId>BANK-2</MsgId><CreDtTm>2026-01-20T09:00:00Z</CreDtTm><NbOfTxs>${count}</NbOfTxs>
    <SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>${transfers}</PmtRtr>`);

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

/** A file as a bank sends it back: one batch for each list, its class that of its first entry. */
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
