import { DomainError, isCurrency, Money } from '@sluice/kernel';
import { type RailReport, UnreadableReport } from '../rail-report.js';
import { agent, any, checkMessage, choice, code3, code4, codeOrProprietary, currencyAmount, decimalNumber, isoDate, isoDateTime, many, max105Text, max15NumericText, max35Text, messageSchema, type MessageSchema, one, optional, type Particle, party, SchemaBreach, sequence, uetr } from './message-schema.js';
import { childrenOf, elementAt, readXml, textAt, type XmlElement } from './xml.js';

const reasons = any('StsRsnInf', sequence(optional('Orgtr', party), optional('Rsn', codeOrProprietary), any('AddtlInf', max105Text)));

const originalGroup = (occurs: typeof one): Particle =>
  occurs('OrgnlGrpInfAndSts', sequence(
    one('OrgnlMsgId', max35Text),
    one('OrgnlMsgNmId', max35Text),
    optional('OrgnlCreDtTm', isoDateTime),
    optional('OrgnlNbOfTxs', max15NumericText),
    optional('OrgnlCtrlSum', decimalNumber),
    optional('GrpSts', code4),
    reasons,
  ));

const statement = [optional('TxSts', code4), reasons, optional('AccptncDtTm', isoDateTime)] as const;
const references = [optional('AcctSvcrRef', max35Text), optional('ClrSysRef', max35Text)] as const;
const originalIds = [optional('OrgnlInstrId', max35Text), optional('OrgnlEndToEndId', max35Text)] as const;

const customerTransaction = any('TxInfAndSts', sequence(
  optional('StsId', max35Text), ...originalIds, optional('OrgnlUETR', uetr), ...statement, ...references,
));

const bankTransaction = any('TxInfAndSts', sequence(
  optional('StsId', max35Text),
  optional('OrgnlGrpInf', sequence(one('OrgnlMsgId', max35Text), one('OrgnlMsgNmId', max35Text), optional('OrgnlCreDtTm', isoDateTime))),
  ...originalIds,
  optional('OrgnlTxId', max35Text),
  optional('OrgnlUETR', uetr),
  ...statement,
  optional('FctvIntrBkSttlmDt', choice(one('Dt', isoDate), one('DtTm', isoDateTime))),
  ...references,
  optional('InstgAgt', agent),
  optional('InstdAgt', agent),
));

const originalPayment = sequence(
  one('OrgnlPmtInfId', max35Text),
  optional('OrgnlNbOfTxs', max15NumericText),
  optional('OrgnlCtrlSum', decimalNumber),
  optional('PmtInfSts', code4),
  reasons,
  customerTransaction,
);

const customerHeader = sequence(
  one('MsgId', max35Text),
  one('CreDtTm', isoDateTime),
  optional('InitgPty', party),
  optional('DbtrAgt', agent),
  optional('CdtrAgt', agent),
);

const bankHeader = sequence(one('MsgId', max35Text), one('CreDtTm', isoDateTime), optional('InstgAgt', agent), optional('InstdAgt', agent));

/** CustomerPaymentStatusReportV10: how a pain.001 stands. */
export const pain002 = messageSchema(
  'pain.002.001.10',
  one('CstmrPmtStsRpt', sequence(one('GrpHdr', customerHeader), originalGroup(one), any('OrgnlPmtInfAndSts', originalPayment))),
);

/** FIToFIPaymentStatusReportV10: how a pacs.008 stands. */
export const pacs002 = messageSchema(
  'pacs.002.001.10',
  one('FIToFIPmtStsRpt', sequence(one('GrpHdr', bankHeader), originalGroup(optional), bankTransaction)),
);

const returnHeader = sequence(
  one('MsgId', max35Text),
  one('CreDtTm', isoDateTime),
  one('NbOfTxs', max15NumericText),
  optional('CtrlSum', decimalNumber),
  optional('TtlRtrdIntrBkSttlmAmt', currencyAmount),
  optional('IntrBkSttlmDt', isoDate),
  one('SttlmInf', sequence(one('SttlmMtd', code4), optional('ClrSys', sequence(one('Cd', code3))))),
  optional('InstgAgt', agent),
  optional('InstdAgt', agent),
);

const returnedGroup = sequence(one('OrgnlMsgId', max35Text), one('OrgnlMsgNmId', max35Text), optional('OrgnlCreDtTm', isoDateTime));

const returnedTransaction = sequence(
  optional('RtrId', max35Text),
  optional('OrgnlGrpInf', returnedGroup),
  optional('OrgnlInstrId', max35Text),
  one('OrgnlEndToEndId', max35Text),
  optional('OrgnlTxId', max35Text),
  optional('OrgnlUETR', uetr),
  optional('OrgnlClrSysRef', max35Text),
  optional('OrgnlIntrBkSttlmAmt', currencyAmount),
  optional('OrgnlIntrBkSttlmDt', isoDate),
  one('RtrdIntrBkSttlmAmt', currencyAmount),
  optional('IntrBkSttlmDt', isoDate),
  optional('ChrgBr', code4),
  optional('ClrSysRef', max35Text),
  optional('InstgAgt', agent),
  optional('InstdAgt', agent),
  many('RtrRsnInf', sequence(optional('Orgtr', party), one('Rsn', codeOrProprietary), any('AddtlInf', max105Text))),
);

/** PaymentReturnV09: money that came back after it was settled. */
export const pacs004 = messageSchema('pacs.004.001.09', one('PmtRtr', sequence(one('GrpHdr', returnHeader), many('TxInf', returnedTransaction))));

type Meaning = 'accepted' | 'settled' | 'rejected';

/** What the statuses mean for us (ISO 20022 external code set): received or pending is in the bank's hands and not decided against. */
const meanings: Readonly<Record<string, Meaning>> = {
  RCVD: 'accepted', PDNG: 'accepted', ACTC: 'accepted', ACCP: 'accepted', ACSP: 'accepted', ACWC: 'accepted', ACWP: 'accepted',
  ACSC: 'settled', ACCC: 'settled', RJCT: 'rejected',
};
/** The bank says only below, transaction by transaction, how each stands. */
const PARTIAL = 'PART';

const inconsistent = (sentence: string): UnreadableReport => new UnreadableReport('inconsistent', sentence);

function meaningOf(status: string): Meaning {
  const meaning = Object.hasOwn(meanings, status) ? meanings[status] : undefined;
  if (meaning === undefined) throw new UnreadableReport('unsupported', `The status ${status} is not one that is known here.`);
  return meaning;
}

/** The one reason and the text beside it; a rejection without a reason is unreadable. */
export function reasonOf(element: XmlElement, called: 'StsRsnInf' | 'RtrRsnInf'): { code: string; explanation?: string } {
  const found = childrenOf(element, called);
  const codes = found.map((reason) => textAt(reason, 'Rsn/Cd') ?? textAt(reason, 'Rsn/Prtry')).filter((code) => code !== undefined);
  const [code, ...others] = new Set(codes);
  if (code === undefined) throw inconsistent('A payment was refused or returned without a reason.');
  if (others.length > 0) throw inconsistent(`A payment was refused or returned for more than one reason: ${[code, ...others].join(', ')}.`);
  const explanation = found.flatMap((reason) => childrenOf(reason, 'AddtlInf')).map(({ text }) => text).join(' ').trim();
  return { code, ...(explanation === '' ? {} : { explanation }) };
}

interface Stated {
  readonly element: XmlElement;
  readonly paymentId: string;
  readonly reportId: string;
  readonly status: string;
}

function reportOf({ element, paymentId, reportId, status }: Stated): RailReport {
  const trace = textAt(element, 'ClrSysRef') ?? textAt(element, 'AcctSvcrRef');
  const ids = { paymentId, reportId, ...(trace === undefined ? {} : { trace }) };
  const kind = meaningOf(status);
  return kind === 'rejected' ? { ...ids, kind, ...reasonOf(element, 'StsRsnInf') } : { ...ids, kind, status };
}

function transactionReport(element: XmlElement, messageId: string): RailReport {
  const paymentId = textAt(element, 'OrgnlEndToEndId');
  const status = textAt(element, 'TxSts');
  if (paymentId === undefined) throw inconsistent('A transaction does not say which payment it is about.');
  if (status === undefined) throw inconsistent('A transaction does not say how it stands.');
  return reportOf({ element, paymentId, reportId: textAt(element, 'StsId') ?? messageId, status });
}

/** The levels above the transactions that state something themselves; they bear the payment's id too, for we send one payment in a message. */
function statedAbove(body: XmlElement): readonly { element: XmlElement; id: string; status: string }[] {
  const level = (element: XmlElement, idName: string, statusName: string) => {
    const [id, status] = [textAt(element, idName), textAt(element, statusName)];
    return id === undefined || status === undefined || status === PARTIAL ? [] : [{ element, id, status }];
  };
  return [
    ...childrenOf(body, 'OrgnlPmtInfAndSts').flatMap((payment) => level(payment, 'OrgnlPmtInfId', 'PmtInfSts')),
    ...childrenOf(body, 'OrgnlGrpInfAndSts').flatMap((original) => level(original, 'OrgnlMsgId', 'GrpSts')),
  ];
}

/**
 * What a pain.002 or pacs.002 says: of each transaction when it names any, otherwise of the payment block or message as a whole.
 * @throws UnreadableReport when it says nothing, or refuses at one level what it accepts at another.
 */
function statusReports(document: XmlElement): readonly RailReport[] {
  const body = document.children[0] ?? document;
  const messageId = textAt(body, 'GrpHdr/MsgId') ?? '';
  const transactions = [body, ...childrenOf(body, 'OrgnlPmtInfAndSts')].flatMap((level) => childrenOf(level, 'TxInfAndSts'));
  const above = statedAbove(body);
  const below = transactions.map((element) => transactionReport(element, messageId));
  const kinds = [...above.map(({ status }) => meaningOf(status)), ...below.map(({ kind }) => kind)];
  if (kinds.length === 0) throw inconsistent('The report states nothing.');
  if (above.length > 0 && kinds.includes('rejected') && kinds.some((kind) => kind !== 'rejected')) {
    throw inconsistent('The report refuses at one level what it accepts at another.');
  }
  if (below.length > 0) return below;
  return above.slice(0, 1).map(({ element, id, status }) => reportOf({ element, paymentId: id, reportId: messageId, status }));
}

/** An amount as exact money. Zeros beyond the currency's decimals say nothing and are left off; anything finer is refused. */
function moneyAt(parent: XmlElement, path: string): Money | undefined {
  const element = elementAt(parent, path);
  if (element === undefined) return undefined;
  const currency = element.attributes['Ccy'] ?? '';
  if (!isCurrency(currency)) throw new UnreadableReport('unsupported', `The amount is in ${currency}, which we do not send.`);
  try {
    return Money.parse(element.text.replace(/(\.\d\d)0+$/, '$1'), currency);
  } catch (error) {
    if (error instanceof DomainError) throw inconsistent(`The amount ${element.text} is not an amount of ${currency}.`);
    throw error;
  }
}

function returnOf(transaction: XmlElement, messageId: string): RailReport {
  const paymentId = textAt(transaction, 'OrgnlEndToEndId');
  const amount = moneyAt(transaction, 'RtrdIntrBkSttlmAmt');
  const original = moneyAt(transaction, 'OrgnlIntrBkSttlmAmt');
  if (paymentId === undefined || amount === undefined || !amount.isPositive) throw inconsistent('A return does not say of what or how much.');
  if (original !== undefined && (original.currency !== amount.currency || amount.compare(original) > 0)) {
    throw inconsistent('More came back than was sent, or in another currency.');
  }
  const trace = textAt(transaction, 'OrgnlClrSysRef');
  const ids = { paymentId, reportId: textAt(transaction, 'RtrId') ?? messageId, ...(trace === undefined ? {} : { trace }) };
  return { ...ids, kind: 'returned', amount, ...reasonOf(transaction, 'RtrRsnInf') };
}

/** The returns in a pacs.004. @throws UnreadableReport when its own count is wrong or a return contradicts itself. */
function returnReports(document: XmlElement): readonly RailReport[] {
  const body = document.children[0] ?? document;
  const transactions = childrenOf(body, 'TxInf');
  if (Number(textAt(body, 'GrpHdr/NbOfTxs')) !== transactions.length) throw inconsistent('The message has another number of returns than it says.');
  return transactions.map((transaction) => returnOf(transaction, textAt(body, 'GrpHdr/MsgId') ?? ''));
}

interface ReadableMessage {
  readonly schema: MessageSchema;
  readonly read: (document: XmlElement) => readonly RailReport[];
}

const readable: readonly ReadableMessage[] = [
  { schema: pain002, read: statusReports },
  { schema: pacs002, read: statusReports },
  { schema: pacs004, read: returnReports },
];

/** The reports in a pain.002, pacs.002 or pacs.004, of exactly the versions that are known here. @throws UnreadableReport */
export function readIso20022Reports(file: string): readonly RailReport[] {
  const { namespace, root } = readXml(file);
  const message = readable.find(({ schema }) => schema.namespace === namespace);
  if (message === undefined) throw new UnreadableReport('unknown_format', `The message ${JSON.stringify(namespace.slice(0, 80))} is not one that is read here.`);
  try {
    checkMessage(message.schema, root);
  } catch (error) {
    if (error instanceof SchemaBreach) throw new UnreadableReport('malformed', `The file is not a ${message.schema.message}: ${error.message}`);
    throw error;
  }
  return message.read(root);
}
