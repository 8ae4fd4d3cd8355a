import { DomainError, type Money } from '@sluice/kernel';
import { currencyOf, opened, type Account, type Opening } from '../accounts/account.js';
import { creditOf, debitOf, entryIdOf, entryOf, transferOf, type Entry, type EntryKind, type EntrySource, type Line } from '../journal/entry.js';
import { depositsOf, gainsOf, holdingIdOf, holdingsOf, systemAccountOf } from '../journal/system-account.js';

/** Money that comes into an account: a deposit, a payment that came back, the proceeds of a sale, or a fee. */
export interface Credit {
  readonly kind: Extract<EntryKind, 'deposit' | 'return' | 'sale' | 'fee'>;
  /** The deposit's, return's, order's or fee's id: credited once. */
  readonly sourceId: string;
  /** The system account it comes from; by default, where deposits arrive. */
  readonly fromAccountId?: string | undefined;
  /** Of a sale only: what was given for it, instead of where it comes from. */
  readonly sold?: Sold | undefined;
  readonly amount: Money;
  readonly withdrawalId?: string | undefined;
}

const sourceOf = (account: Account, { kind, sourceId }: Credit): EntrySource => ({ tenantId: account.tenantId, accountId: account.id, kind, sourceId });

/** The id of the entry that books this credit: when the journal has it, the money was credited. */
export const creditIdOf = (account: Account, credit: Credit): string => entryIdOf(sourceOf(account, credit));

function linesOf({ id }: Account, { amount, sold, fromAccountId }: Credit): Line[] {
  if (sold !== undefined) return saleLines(id, amount, sold);
  const from = fromAccountId ?? depositsOf(amount.currency);
  return transferOf({ from, to: id, contra: from, amount });
}

/**
 * The account with the money in it, whatever its status: what has arrived is booked. Null when it was booked before.
 * @throws DomainError `currency_mismatch`, `invalid_amount`, or `invalid_request` when it comes from no system account of that kind.
 */
export function credited(account: Account, credit: Credit, bookedBefore: boolean, at: Date): Account | null {
  const { pendingEntries } = account;
  const id = creditIdOf(account, credit);
  if (bookedBefore || pendingEntries.some((entry) => entry.id === id)) return null;
  const { amount } = credit;
  if (amount.currency !== currencyOf(account)) {
    throw new DomainError('currency_mismatch', `The account is in ${currencyOf(account)}, not in ${amount.currency}.`);
  }
  const entry = entryOf(sourceOf(account, credit), linesOf(account, credit), at, credit.withdrawalId);
  return { ...account, posted: account.posted.plus(amount), pendingEntries: [...pendingEntries, entry] };
}

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

/** A holding that came in from outside, at its cost. */
export interface HoldingIn {
  readonly depositId: string;
  readonly portfolioId: string;
  readonly isin: string;
  readonly bookCost: Money;
}

/** Unlike other entries no account's version decides about it: its id is unique in the tenant. */
const EVERY_HOLDING = 'holding';

/**
 * The entry that books a holding.
 * @throws DomainError `invalid_amount` when it cost nothing, `invalid_request` when its parts name no holding.
 */
export function holdingEntryOf(tenantId: string, { depositId, portfolioId, isin, bookCost }: HoldingIn, at: Date): Entry {
  const contra = holdingsOf(bookCost.currency);
  const lines = transferOf({ from: contra, to: holdingIdOf(portfolioId, isin, bookCost.currency), contra, amount: bookCost });
  return entryOf({ tenantId, accountId: EVERY_HOLDING, kind: 'holding', sourceId: depositId }, lines, at);
}

/**
 * A portfolio's cash account as it is or, where there is none yet, as it begins.
 * @throws DomainError `invalid_request` when it belongs to somebody else, or its id names a system account.
 */
export function cashAccountOf(current: Account | null, opening: Omit<Opening, 'kind'>): Account {
  if (current === null && systemAccountOf(opening.id) !== null) throw new DomainError('invalid_request', `${opening.id} is not opened.`);
  const account = current ?? opened({ ...opening, kind: 'portfolio' });
  if (account.owner !== opening.owner) throw new DomainError('invalid_request', `The account ${opening.id} is not of ${opening.owner}.`);
  return account;
}
