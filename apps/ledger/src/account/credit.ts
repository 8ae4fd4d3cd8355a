import { DomainError, type Money } from '@sluice/kernel';
import { currencyOf, type Account } from './account.js';
import { entryIdOf, entryOf, type EntryKind, type EntrySource } from './entry.js';
import { depositsOf } from './house-account.js';

/** Money that comes into an account: a deposit, or a payment that came back. */
export interface Credit {
  readonly kind: Extract<EntryKind, 'deposit' | 'return'>;
  /** The deposit's or the return's id: credited once. */
  readonly sourceId: string;
  /** The house account it comes from; where deposits arrive, unless told. */
  readonly fromAccountId?: string | undefined;
  readonly amount: Money;
  readonly withdrawalId?: string | undefined;
}

const sourceOf = (account: Account, { kind, sourceId }: Credit): EntrySource => ({ tenantId: account.tenantId, accountId: account.id, kind, sourceId });

/** The id of the entry that books this credit: when the journal has it, the money was credited. */
export const creditIdOf = (account: Account, credit: Credit): string => entryIdOf(sourceOf(account, credit));

/**
 * The account with the money in it, whatever its status: what has arrived is booked. Null when it was booked before.
 * @throws DomainError `currency_mismatch`, `invalid_amount`, or `invalid_request` when it comes from no house account.
 */
export function credited(account: Account, credit: Credit, bookedBefore: boolean, at: Date): Account | null {
  if (bookedBefore) return null;
  const { amount } = credit;
  if (amount.currency !== currencyOf(account)) {
    throw new DomainError('currency_mismatch', `The account is in ${currencyOf(account)}, not in ${amount.currency}.`);
  }
  const from = credit.fromAccountId ?? depositsOf(amount.currency);
  const entry = entryOf(sourceOf(account, credit), { from, to: account.id, house: from, amount }, at, credit.withdrawalId);
  const { unfiled } = account;
  return { ...account, posted: account.posted.plus(amount), unfiled: { ...unfiled, entries: [...unfiled.entries, entry] } };
}
