import { createHmac } from 'node:crypto';
import { plainSortCode, type Money, type Rail } from '@sluice/kernel';
import { base32Letters } from '../bank-payments/rails/payment-id.js';
import type { BankNumbers } from '../payees/bank-numbers.js';

/** All that a receipt says. Everything on it follows from this, so the same content is the same bytes. */
export interface ReceiptContent {
  /** The withdrawal's id in the words of its client's dialect, `wth_…`. */
  readonly withdrawalId: string;
  readonly amount: Money;
  readonly rail: Rail;
  readonly reference?: string | undefined;
  /** Who paid: the account's owner, when a name is known, and the account's id. */
  readonly payer: { readonly name?: string | undefined; readonly account: string };
  readonly payee: { readonly name: string; readonly numbers: BankNumbers };
  readonly requestedAt: Date;
  readonly acceptedAt?: Date | undefined;
  readonly executedAt: Date;
  /** The rail's own number for the payment. */
  readonly trace: string;
}

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
export const payeeNumbers = ({ rail, payee }: ReceiptContent): readonly string[] =>
  numberLines[rail](payee.numbers).filter((line) => line !== undefined && line !== '').map(String);

/** What the payment was, line by line; a fact that is not known has no line. */
export function detailLines({ withdrawalId, amount, rail, reference, requestedAt, acceptedAt, executedAt, trace }: ReceiptContent): readonly Line[] {
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

const LETTERS = 16;
const GROUP = /.{4}(?=.)/g;

/** Every field in a fixed order, each in one way of writing: two receipts have the same text only when they say the same. */
function signedTextOf({ withdrawalId, amount, rail, reference, payer, payee, requestedAt, acceptedAt, executedAt, trace }: ReceiptContent): string {
  const { routingNumber, accountNumber, sortCode, iban, bic } = payee.numbers;
  return JSON.stringify([
    'receipt 1', withdrawalId, amount.currency, amount.units.toString(), rail, reference ?? null, payer.name ?? null, payer.account, payee.name,
    [routingNumber, accountNumber, sortCode, iban, bic].map((number) => number ?? null),
    requestedAt.toISOString(), acceptedAt?.toISOString() ?? null, executedAt.toISOString(), trace,
  ]);
}

/**
 * Sixteen letters, `XXXX-XXXX-XXXX-XXXX`, that only who has the key can compute for this content: 80 bits of HMAC-SHA256.
 * A receipt shown to us is genuine when its withdrawal's content gives the code that is printed on it.
 */
export const verificationCode = (content: ReceiptContent, key: string | Uint8Array): string =>
  base32Letters(createHmac('sha256', key).update(signedTextOf(content)).digest(), LETTERS).replace(GROUP, '$&-');
