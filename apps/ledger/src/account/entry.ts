import { DomainError, idFrom, Money } from '@sluice/kernel';
import { isHouseAccountOf } from './house-account.js';

export const entryKinds = ['deposit', 'posting', 'return', 'sale', 'fee', 'holding'] as const;
export type EntryKind = (typeof entryKinds)[number];

export interface Line {
  readonly accountId: string;
  readonly debit: Money;
  readonly credit: Money;
}

/** A booking in one currency: its debits equal its credits. Accounts of customers are the house's debt, so a credit raises them. */
export interface Entry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly withdrawalId?: string | undefined;
  /** The business id that is booked once: of the deposit, posting, return, order or fee. */
  readonly sourceId: string;
  /** On the tenant's clock. */
  readonly at: Date;
  readonly lines: readonly Line[];
}

/** Where an entry comes from. Its id follows from it, so booking it again is seen as the same booking. */
export interface EntrySource {
  readonly tenantId: string;
  readonly accountId: string;
  readonly kind: EntryKind;
  readonly sourceId: string;
  /** Postings are unique within their hold. */
  readonly holdId?: string | undefined;
}

/**
 * The id names the account too: the account's version is what makes a booking happen once, so no id may be unique beyond it.
 */
export const entryIdOf = ({ tenantId, accountId, kind, sourceId, holdId = '' }: EntrySource): string =>
  idFrom('ledger-entry', tenantId, accountId, kind, holdId, sourceId);

export const debitOf = (accountId: string, amount: Money): Line => ({ accountId, debit: amount, credit: Money.zero(amount.currency) });
export const creditOf = (accountId: string, amount: Money): Line => ({ accountId, debit: Money.zero(amount.currency), credit: amount });

interface Transfer {
  readonly from: string;
  readonly to: string;
  /** The one of both that has no balance document. */
  readonly house: string;
  readonly amount: Money;
}

/**
 * The two lines that move an amount from one account to another.
 * @throws DomainError `invalid_request` when the other side is not a house account of this currency: a second balance
 * document cannot change in the same write.
 */
export function transferOf({ from, to, house, amount }: Transfer): Line[] {
  if (!isHouseAccountOf(house, amount.currency)) {
    throw new DomainError('invalid_request', `${house} is not a house account in ${amount.currency}.`);
  }
  return [debitOf(from, amount), creditOf(to, amount)];
}

const isOneSided = ({ debit, credit }: Line): boolean => (debit.isPositive && credit.isZero) || (credit.isPositive && debit.isZero);

/** Debits less credits. Lines in two currencies cannot be added up, so they make no entry. */
function differenceOf([first, ...rest]: readonly Line[]): Money | null {
  if (first === undefined) return null;
  return rest.reduce((sum, { debit, credit }) => sum.plus(debit).minus(credit), first.debit.minus(first.credit));
}

/**
 * An entry of lines that balance; there is no other way to make one.
 * @throws DomainError `invalid_amount` when a line is not of an amount above zero on one side, `currency_mismatch` when lines are
 * in different currencies, `invalid_request` when debits are not equal to credits.
 */
export function entryOf(source: EntrySource, lines: readonly Line[], at: Date, withdrawalId?: string): Entry {
  if (!lines.every(isOneSided)) throw new DomainError('invalid_amount', 'Only an amount above zero can be booked.');
  if (differenceOf(lines)?.isZero !== true) throw new DomainError('invalid_request', 'The debits of an entry equal its credits.');
  const { kind, sourceId } = source;
  return { id: entryIdOf(source), kind, sourceId, withdrawalId, at, lines };
}
