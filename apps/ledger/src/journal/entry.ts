import { DomainError, idFrom, Money, type Currency } from '@sluice/kernel';
import { isContraAccount } from './system-account.js';

export const entryKinds = ['deposit', 'posting', 'return', 'sale', 'fee', 'holding'] as const;
export type EntryKind = (typeof entryKinds)[number];

export interface Line {
  readonly accountId: string;
  readonly debit: Money;
  readonly credit: Money;
}

/** A booking in one currency: its debits equal its credits. Accounts of customers are our debt, so a credit raises them. */
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
  readonly contra: string;
  readonly amount: Money;
}

/**
 * The two lines that move an amount from one account to another.
 * @throws DomainError `invalid_request` when the other side is not a system account of this currency: a second balance
 * document cannot change in the same write.
 */
export function transferOf({ from, to, contra, amount }: Transfer): Line[] {
  if (!isContraAccount(contra, amount.currency)) {
    throw new DomainError('invalid_request', `${contra} is not a system account for transfers in ${amount.currency}.`);
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

export interface EntryQuery {
  readonly withdrawalId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly limit: number;
  /** The id of the last entry already seen. */
  readonly after?: string | undefined;
}

export interface EntryPage {
  readonly entries: readonly Entry[];
  readonly hasMore: boolean;
}

export interface CurrencyTotals {
  readonly currency: Currency;
  readonly debits: Money;
  readonly credits: Money;
}

/** Every entry for good, written once and never changed. Everything in it belongs to one tenant. */
export abstract class Journal {
  /** Puts entries in; those that are there already stay as they are. Resolves when they are durable. */
  abstract insert(tenantId: string, entries: readonly Entry[]): Promise<void>;
  abstract has(entryId: string): Promise<boolean>;
  /** Oldest first. @throws DomainError `invalid_request` when `after` is no entry of the tenant. */
  abstract page(tenantId: string, query: EntryQuery): Promise<EntryPage>;
  abstract totals(tenantId: string): Promise<CurrencyTotals[]>;
}
