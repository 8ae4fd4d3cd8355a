import type { Money, Rail } from '@sluice/kernel';
import type { BankNumbers } from '../payees/bank-numbers.js';

/** All that a receipt says. Everything on it follows from these, so the same facts are the same bytes. */
export interface ReceiptFacts {
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
