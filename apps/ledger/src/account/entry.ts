import { DomainError, idFrom, Money } from '@sluice/kernel';
import { isHouseAccountOf } from './house-account.js';

export type EntryKind = 'deposit' | 'posting' | 'return';

export interface Line {
  readonly accountId: string;
  readonly debit: Money;
  readonly credit: Money;
}

/** A booking: its debits equal its credits. Accounts of customers are the house's debt, so a credit raises them. */
export interface Entry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly withdrawalId?: string | undefined;
  /** The business id that is booked once: of the deposit, posting or return. */
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

const debit = (accountId: string, amount: Money): Line => ({ accountId, debit: amount, credit: Money.zero(amount.currency) });
const credit = (accountId: string, amount: Money): Line => ({ accountId, debit: Money.zero(amount.currency), credit: amount });

interface Transfer {
  readonly from: string;
  readonly to: string;
  /** The one of both that has no balance document. */
  readonly house: string;
  readonly amount: Money;
}

/**
 * Moves an amount from one account to another: two lines, so it balances by construction.
 * @throws DomainError `invalid_amount` when not above zero, `invalid_request` when the other side is not a house account of
 * this currency: a second balance document cannot change in the same write.
 */
export function entryOf(source: EntrySource, transfer: Transfer, at: Date, withdrawalId?: string): Entry {
  const { from, to, house, amount } = transfer;
  if (!amount.isPositive) throw new DomainError('invalid_amount', 'Only an amount above zero can be booked.');
  if (!isHouseAccountOf(house, amount.currency)) {
    throw new DomainError('invalid_request', `${house} is not a house account in ${amount.currency}.`);
  }
  const { kind, sourceId } = source;
  return { id: entryIdOf(source), kind, sourceId, withdrawalId, at, lines: [debit(from, amount), credit(to, amount)] };
}
