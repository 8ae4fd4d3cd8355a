import { createHash } from 'node:crypto';
import { type Payment, viewOf } from '../payment.js';

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

const plainNotice = (payment: Payment): ReportFile => ({ contentType: 'application/json', text: JSON.stringify(viewOf(payment)) });

/** The codes that a NACHA return carries; for any other word the bank has only its plain notice. */
const ACH_CODE = /^R\d\d$/;

function achReport(payment: Payment, kind: 'return' | 'change', { code, data = '', at }: { code: string; data?: string; at: string }): ReportFile {
  const order = payment.instruction?.file.text ?? '';
  return { contentType: 'text/plain', text: writeNachaReport({ kind, key: payment.key, code, correctedData: data, at: new Date(at), order }) };
}

function isoReport(payment: Payment, kind: 'settled' | 'rejected' | 'returned', { code = '', at }: { code?: string; at: string }): ReportFile[] {
  const { instruction, paymentId = '', trace = '', key } = payment;
  if (instruction === undefined || instruction.rail === 'ACH') return [];
  const { rail, amount: { currency, units } } = instruction;
  return [{ contentType: 'application/xml', text: writeIsoReport({ kind, rail, key, paymentId, currency, units, trace, code, at: new Date(at) }) }];
}

/** NACHA has a form for what comes back, and none for what arrives. */
function achFiles(payment: Payment): ReportFile[] {
  const { reason, takenAt, returnCode, returnedAt = takenAt } = payment;
  const code = returnCode ?? reason;
  return code !== undefined && ACH_CODE.test(code) ? [achReport(payment, 'return', { code, at: returnedAt })] : [];
}

function isoFiles(payment: Payment): ReportFile[] {
  const { reason, takenAt, settledAt, returnCode, returnedAt = takenAt } = payment;
  const settled = settledAt === undefined ? [] : isoReport(payment, 'settled', { at: settledAt });
  const refused = reason === undefined ? [] : isoReport(payment, 'rejected', { code: reason, at: takenAt });
  const back = returnCode === undefined ? [] : isoReport(payment, settledAt === undefined ? 'rejected' : 'returned', { code: returnCode, at: returnedAt });
  return [...settled, ...refused, ...back];
}

export const correctionFile = (payment: Payment, correction: { code: string; data: string; at: string }): ReportFile => achReport(payment, 'change', correction);

/** Every file that the rail has for how a payment stands, the oldest first. */
export function filesAbout(payment: Payment): ReportFile[] {
  const corrections = payment.corrections.map((correction) => correctionFile(payment, correction));
  return [...(payment.instruction?.rail === 'ACH' ? achFiles(payment) : isoFiles(payment)), ...corrections];
}

/** What tells of the latest change: the rail's file, or the bank's plain notice where the rail has none. */
export function reportOf(payment: Payment): ReportFile {
  const files = payment.instruction?.rail === 'ACH' ? achFiles(payment) : isoFiles(payment);
  return files.at(-1) ?? plainNotice(payment);
}
