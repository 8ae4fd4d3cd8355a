/** Messages as a bank sends them, typed out as text so that they owe nothing to the writer under test. */
const document = (message: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">\n${body}\n</Document>\n`;

export const header = '<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-01-16T09:00:00.000Z</CreDtTm></GrpHdr>';
export const reason = (code: string, words = ''): string =>
  `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn>${words === '' ? '' : `<AddtlInf>${words}</AddtlInf>`}</StsRsnInf>`;

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
