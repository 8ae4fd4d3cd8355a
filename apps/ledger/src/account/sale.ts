import { DomainError, type Money } from '@sluice/kernel';
import { creditOf, debitOf, type Line } from './entry.js';
import { gainsOf } from './holding-account.js';

/** What was given for the proceeds of a sale. */
export interface Sold {
  readonly holdingId: string;
  /** What it cost; may be nothing. */
  readonly bookCost: Money;
}

const paidLines = (proceeds: Money, cashId: string): Line[] => (proceeds.isZero ? [] : [creditOf(cashId, proceeds)]);

const gainLines = (gain: Money, account: string): Line[] => {
  if (gain.isZero) return [];
  return [gain.isPositive ? debitOf(account, gain) : creditOf(account, gain.negated())];
};

/**
 * The lines of a sale: the holding falls by its cost, cash rises by the proceeds, and the difference is the gain or loss. What
 * cost nothing is all gain, what brought less than a minor unit is all loss, what brought its cost is neither, so there are two or
 * three lines; none for what neither cost nor brought anything, which makes no entry.
 * @throws DomainError `invalid_amount` when the cost is below zero.
 */
export function saleLines(cashId: string, proceeds: Money, { holdingId, bookCost }: Sold): Line[] {
  if (!bookCost.isZero && !bookCost.isPositive) throw new DomainError('invalid_amount', 'What is sold did not cost less than nothing.');
  const cost = bookCost.isZero ? [] : [debitOf(holdingId, bookCost)];
  return [...cost, ...gainLines(proceeds.minus(bookCost), gainsOf(proceeds.currency)), ...paidLines(proceeds, cashId)];
}
