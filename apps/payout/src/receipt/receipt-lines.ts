import { plainSortCode, type Rail } from '@sluice/kernel';
import type { BankNumbers } from '../payees/bank-numbers.js';
import type { ReceiptFacts } from './receipt-facts.js';

/** A label and what stands beside it. */
export type Line = readonly [label: string, value: string];

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;

const railNames: Readonly<Record<Rail, string>> = {
  ACH: 'ACH (Automated Clearing House)', WIRE: 'WIRE (Fedwire Funds Service)', FPS: 'FPS (Faster Payments)', SEPA: 'SEPA (SEPA Credit Transfer)',
};

/** `17 January 2026, 14:20:05 UTC`, written out here because the runtime's own wording changes between its versions. */
export function printedTime(at: Date): string {
  const iso = at.toISOString();
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}, ${iso.slice(11, 19)} UTC`;
}

/** `2,500.00`: for the eye; the exact amount stands in the lines below it. */
export const groupedAmount = (decimal: string): string => decimal.replace(/\B(?=(\d{3})+(?!\d)(?=\.|$))/g, ',');

/** A receipt is shown around, so it gives no more of a number than its owner needs to know it again. */
const ending = (number: string): string => `ending ${number.slice(-4)}`;

const numberLines: Readonly<Record<Rail, (numbers: BankNumbers) => readonly (string | undefined)[]>> = {
  ACH: ({ routingNumber, accountNumber }) => [accountNumber && `Account ${ending(accountNumber)}`, routingNumber && `Routing number ${routingNumber}`],
  WIRE: ({ routingNumber, accountNumber }) => [accountNumber && `Account ${ending(accountNumber)}`, routingNumber && `Routing number ${routingNumber}`],
  FPS: ({ sortCode, accountNumber }) => [accountNumber && `Account ${ending(accountNumber)}`, sortCode && `Sort code ${dashed(sortCode)}`],
  SEPA: ({ iban, bic }) => [iban && `IBAN ${iban.slice(0, 4)} … ${iban.slice(-4)}`, bic && `BIC ${bic}`],
};

const dashed = (sortCode: string): string => plainSortCode(sortCode).replace(/(\d\d)(\d\d)(\d\d)/, '$1-$2-$3');

/** The payee's account in the words of its rail. */
export const payeeNumbers = ({ rail, payee }: ReceiptFacts): readonly string[] =>
  numberLines[rail](payee.numbers).filter((line) => line !== undefined && line !== '').map(String);

/** What the payment was, line by line; a fact that is not known has no line. */
export function detailLines({ withdrawalId, amount, rail, reference, requestedAt, acceptedAt, executedAt, trace }: ReceiptFacts): readonly Line[] {
  return [
    ['Withdrawal', withdrawalId],
    ['Amount', amount.toDecimal()],
    ['Currency', amount.currency],
    ['Rail', railNames[rail]],
    ['Rail trace number', trace],
    ...(reference === undefined || reference === '' ? [] : [['Reference', reference] as const]),
    ['Requested', printedTime(requestedAt)],
    ...(acceptedAt === undefined ? [] : [['Accepted', printedTime(acceptedAt)] as const]),
    ['Executed', printedTime(executedAt)],
  ];
}
