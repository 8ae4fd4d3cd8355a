import { compactIban, isRoutingNumber, plainSortCode } from '@sluice/kernel';
import type { BankNumbers } from '../counterparty/bank-numbers.js';
import { InexpressibleInstruction } from './inexpressible-instruction.js';

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
 * A number of the creditor as the rail wants it. Whether it is a real one was asked when the counterparty was added;
 * that it breaks no record is asked here again.
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
