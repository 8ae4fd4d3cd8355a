import { reportIdOf } from './report-file.js';

/** What is told of a payment by one of the ISO 20022 rails. */
export interface IsoReport {
  readonly kind: 'settled' | 'rejected' | 'returned';
  readonly rail: 'WIRE' | 'FPS' | 'SEPA';
  readonly key: string;
  readonly paymentId: string;
  readonly currency: string;
  readonly units: string;
  readonly trace: string;
  /** Of a rejection or return. */
  readonly code: string;
  readonly at: Date;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const document = (message: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">${body}</Document>\n`;

const header = (id: string, at: Date, more = ''): string => `<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${at.toISOString()}</CreDtTm>${more}</GrpHdr>`;

/** A code of the standard's own list, or the bank's own word. */
const reason = (code: string): string => (/^[A-Z0-9]{1,4}$/.test(code) ? `<Rsn><Cd>${code}</Cd></Rsn>` : `<Rsn><Prtry>${escaped(code)}</Prtry></Rsn>`);

const decimalOf = (units: string): string => `${units.padStart(3, '0').slice(0, -2)}.${units.slice(-2).padStart(2, '0')}`;

function transactionOf({ kind, paymentId, code, trace }: IsoReport, id: string): string {
  const ids = `<StsId>${id}</StsId><OrgnlInstrId>${paymentId}</OrgnlInstrId><OrgnlEndToEndId>${paymentId}</OrgnlEndToEndId>`;
  return kind === 'rejected'
    ? `<TxInfAndSts>${ids}<TxSts>RJCT</TxSts><StsRsnInf>${reason(code)}</StsRsnInf></TxInfAndSts>`
    : `<TxInfAndSts>${ids}<TxSts>ACSC</TxSts><ClrSysRef>${trace}</ClrSysRef></TxInfAndSts>`;
}

/** To the customer who sent a pain.001. */
function customerStatus(report: IsoReport, id: string): string {
  const { paymentId, at } = report;
  return document('pain.002.001.10', `<CstmrPmtStsRpt>${header(id, at)}
<OrgnlGrpInfAndSts><OrgnlMsgId>${paymentId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${paymentId}</OrgnlPmtInfId>${transactionOf(report, id)}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>`);
}

/** To the bank that sent a pacs.008. */
const bankStatus = (report: IsoReport, id: string): string =>
  document('pacs.002.001.10', `<FIToFIPmtStsRpt>${header(id, report.at)}${transactionOf(report, id)}</FIToFIPmtStsRpt>`);

function paymentReturn({ paymentId, currency, units, trace, code, at }: IsoReport, id: string): string {
  const amount = decimalOf(units);
  return document('pacs.004.001.09', `<PmtRtr>${header(id, at, '<NbOfTxs>1</NbOfTxs><SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf>')}
<TxInf><RtrId>${id}</RtrId><OrgnlEndToEndId>${paymentId}</OrgnlEndToEndId><OrgnlClrSysRef>${trace}</OrgnlClrSysRef>
<OrgnlIntrBkSttlmAmt Ccy="${currency}">${amount}</OrgnlIntrBkSttlmAmt><RtrdIntrBkSttlmAmt Ccy="${currency}">${amount}</RtrdIntrBkSttlmAmt>
<RtrRsnInf>${reason(code)}</RtrRsnInf></TxInf></PmtRtr>`);
}

/** The message that tells it: a status to whoever gave the order, or a return of what had been settled. */
export function writeIsoReport(report: IsoReport): string {
  const id = reportIdOf(report.key, report.kind, report.code);
  if (report.kind === 'returned') return paymentReturn(report, id);
  return report.rail === 'WIRE' ? bankStatus(report, id) : customerStatus(report, id);
}
