import { DomainError, isCurrency, Money } from '@sluice/kernel';
import { UnreadableReport, type RailReport } from '../rail-report.js';
import { checkMessage, SchemaBreach, type MessageSchema } from './message-schema.js';
import { pacs002, pacs004, pain002 } from './report.schemas.js';
import { childrenOf, elementAt, readXml, textAt, type XmlElement } from './xml.js';

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
