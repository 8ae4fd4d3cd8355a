import type { AccountView } from '@sluice/contract-ledger';
import type { Currency, Money } from '@sluice/kernel';
import { holdingAccountOf } from './holding-account.js';
import { houseAccountOf } from './house-account.js';

/** An account that is there by its name and has no document: a house account or a holding, as its readers see it. */
export interface NamedAccount {
  readonly id: string;
  readonly kind: AccountView['kind'];
  readonly owner: string;
  readonly currency: Currency;
}

/** An account that has no document, with the journal's sum on it. */
export interface NamedBalance {
  readonly account: NamedAccount;
  /** Credits less debits. */
  readonly posted: Money;
  /** When it was first booked. */
  readonly since: Date;
}

/** Null when the id names no such account: what it names may have a balance of its own. */
export function namedAccountOf(id: string): NamedAccount | null {
  const house = houseAccountOf(id);
  if (house !== null) return { ...house, owner: 'house' };
  const holding = holdingAccountOf(id);
  return holding === null ? null : { id, kind: 'portfolio', owner: holding.portfolioId, currency: holding.currency };
}
