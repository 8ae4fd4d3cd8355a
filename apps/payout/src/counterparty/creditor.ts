import { compactIban, plainSortCode, type Rail } from '@sluice/kernel';
import type { Creditor } from '../providers/bank.js';
import type { Counterparty } from './counterparty.js';

/** Whom to pay, in the form in which the rail wants its numbers and with none that it does not need. */
export function creditorFor({ name, numbers }: Pick<Counterparty, 'name' | 'numbers'>, rail: Rail): Creditor {
  switch (rail) {
    case 'ACH': case 'WIRE': return { name, routingNumber: numbers.routingNumber, accountNumber: numbers.accountNumber };
    case 'FPS': return { name, sortCode: numbers.sortCode && plainSortCode(numbers.sortCode), accountNumber: numbers.accountNumber };
    case 'SEPA': return { name, iban: compactIban(numbers.iban ?? ''), ...(numbers.bic === undefined ? {} : { bic: numbers.bic }) };
  }
}
