import { DomainError, type Money } from '@sluice/kernel';
import { currencyOf, type Account } from './account.js';
import { entryIdOf, entryOf, transferOf, type EntryKind, type EntrySource, type Line } from './entry.js';
import { depositsOf } from './house-account.js';
import { saleLines, type Sold } from './sale.js';

/** Money that comes into an account: a deposit, a payment that came back, the proceeds of a sale, or a fee. */
export interface Credit {
  readonly kind: Extract<EntryKind, 'deposit' | 'return' | 'sale' | 'fee'>;
  /** The deposit's, return's, order's or fee's id: credited once. */
  readonly sourceId: string;
  /** The house account it comes from; where deposits arrive, unless told. */
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
  return transferOf({ from, to: id, house: from, amount });
}

/**
 * The account with the money in it, whatever its status: what has arrived is booked. Null when it was booked before.
 * @throws DomainError `currency_mismatch`, `invalid_amount`, or `invalid_request` when it comes from no house account.
 */
export function credited(account: Account, credit: Credit, bookedBefore: boolean, at: Date): Account | null {
  const { unfiled } = account;
  const id = creditIdOf(account, credit);
  if (bookedBefore || unfiled.entries.some((entry) => entry.id === id)) return null;
  const { amount } = credit;
  if (amount.currency !== currencyOf(account)) {
    throw new DomainError('currency_mismatch', `The account is in ${currencyOf(account)}, not in ${amount.currency}.`);
  }
  const entry = entryOf(sourceOf(account, credit), linesOf(account, credit), at, credit.withdrawalId);
  return { ...account, posted: account.posted.plus(amount), unfiled: { ...unfiled, entries: [...unfiled.entries, entry] } };
}
