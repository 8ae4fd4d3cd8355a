import { DomainError, isCurrency, Money } from '@sluice/kernel';
import type { RailReport } from '../rail-report.js';
import { UnreadableReport } from '../unreadable-report.js';
import { reasonOf } from './status.reports.js';
import { childrenOf, elementAt, textAt, type XmlElement } from './xml-element.js';

const inconsistent = (sentence: string): UnreadableReport => new UnreadableReport('inconsistent', sentence);

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
export function returnReports(document: XmlElement): readonly RailReport[] {
  const body = document.children[0] ?? document;
  const transactions = childrenOf(body, 'TxInf');
  if (Number(textAt(body, 'GrpHdr/NbOfTxs')) !== transactions.length) throw inconsistent('The message has another number of returns than it says.');
  return transactions.map((transaction) => returnOf(transaction, textAt(body, 'GrpHdr/MsgId') ?? ''));
}
