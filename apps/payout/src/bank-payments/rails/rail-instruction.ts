import type { CounterpartyView } from '@sluice/contract-payout';
import { compactIban, isRoutingNumber, nameBy, plainSortCode, railRules, railText, shortRailText, type Alphabet, type Money, type Rail } from '@sluice/kernel';
import type { BankNumbers } from '../../payees/bank-numbers.js';
import type { Originator } from './originator.js';

export type InexpressibleField = 'amount' | 'creditor.name' | 'creditor.numbers' | 'reference';

/**
 * The rail's format has no room or no letters for this instruction. Nothing was written, and trying again changes nothing.
 */
export class InexpressibleInstruction extends Error {
  constructor(
    readonly field: InexpressibleField,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'InexpressibleInstruction';
  }
}

export interface Creditor {
  readonly type: CounterpartyView['type'];
  readonly name: string;
  /** At least the numbers that the rail needs, already checked when the counterparty was added. */
  readonly numbers: BankNumbers;
}

/** One payment, before it is written in the format of its rail. */
export interface RailInstruction {
  readonly legId: string;
  readonly attempt: number;
  /** Names this attempt for good: the same key makes the same file and the same ids on the rail. */
  readonly key: string;
  readonly rail: Rail;
  readonly amount: Money;
  readonly creditor: Creditor;
  readonly debtor: Originator;
  readonly reference?: string;
  /** When the instruction was made, on the tenant's clock; a repeated attempt must give the same. */
  readonly createdAt: Date;
  /** The banking day on which the rail moves the money, `YYYY-MM-DD`. */
  readonly settlesOn: string;
}

export type BankFileFormat = 'nacha' | 'pain.001.001.09' | 'pacs.008.001.08';

/** What goes to the bank. ASCII throughout, so its characters are its bytes. */
export interface BankFile {
  readonly format: BankFileFormat;
  readonly contentType: 'text/plain' | 'application/xml';
  readonly text: string;
  /** The id under which the rail knows the payment, and by which reports name it. */
  readonly paymentId: string;
  /** Our number for following the payment on its rail: ACH trace number, elsewhere the UETR. */
  readonly trace: string;
}

/** @throws InexpressibleInstruction when the amount is not one that the rail can carry. */
export function checkAmount({ amount, rail }: RailInstruction): void {
  const { currency, mostUnits } = railRules[rail];
  if (amount.currency !== currency || !amount.isPositive || amount.units > mostUnits) {
    throw new InexpressibleInstruction('amount', `${rail} cannot carry ${amount.currency} ${amount.toDecimal()}.`);
  }
}

interface NumberForm {
  /** Takes away what people write for their eyes. */
  readonly plain: (text: string) => string;
  readonly fits: (text: string) => boolean;
}

const forms: Readonly<Record<keyof BankNumbers, NumberForm>> = {
  routingNumber: { plain: (text) => text, fits: isRoutingNumber },
  accountNumber: { plain: (text) => text, fits: (text) => /^\d{4,17}$/.test(text) },
  sortCode: { plain: plainSortCode, fits: (text) => /^\d{6}$/.test(text) },
  iban: { plain: compactIban, fits: (text) => /^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/.test(text) },
  bic: { plain: (text) => text.toUpperCase(), fits: (text) => /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text) },
};

/**
 * A number of the creditor as the rail wants it. Whether it is a real one was checked when the counterparty was added;
 * that it fits the record is checked here again.
 * @throws InexpressibleInstruction when it is missing or has not its form.
 */
export function creditorNumber(numbers: BankNumbers, name: keyof BankNumbers): string {
  const number = numbers[name];
  const { plain, fits } = forms[name];
  if (number === undefined || !fits(plain(number))) {
    throw new InexpressibleInstruction('creditor.numbers', `The rail needs a ${name} in its proper form.`);
  }
  return plain(number);
}

/**
 * A reference in the rail's letters. When the spelling takes more room than the field has, each character is spelled by one letter.
 * It is never cut, since what is lost may be the number that matters.
 * @throws InexpressibleInstruction when the reference itself is longer than the field.
 */
export function railReference(reference: string, alphabet: Alphabet, maxLength: number): string {
  const full = railText(reference, alphabet);
  if (full.length <= maxLength) return full;
  const short = shortRailText(reference, alphabet);
  if (short.length <= maxLength) return short;
  throw new InexpressibleInstruction('reference', `The rail carries a reference of ${maxLength} characters at most.`);
}

/**
 * A party's name as the rail shows it, cut to the field: the account number decides who is paid, and banks cut names alike.
 * @throws InexpressibleInstruction when no letter or digit is left of it.
 */
export function railName(name: string, rail: Rail): string {
  const text = nameBy(rail, name);
  if (text === '') throw new InexpressibleInstruction('creditor.name', 'The name has no letter that the rail carries.');
  return text;
}
