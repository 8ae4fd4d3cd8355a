import type { AccountView } from '@sluice/contract-ledger';
import type { Currency } from '@sluice/kernel';
import { holdingAccountOf } from './holding-account.js';
import { houseAccountOf } from './house-account.js';

/** An account that is there by its name and has no document: a house account or a holding, as its readers see it. */
export interface NamedAccount {
  readonly id: string;
  readonly kind: AccountView['kind'];
  readonly owner: string;
  readonly currency: Currency;
}

/** Null when the id names no such account: what it names may have a balance of its own. */
export function namedAccountOf(id: string): NamedAccount | null {
  const house = houseAccountOf(id);
  if (house !== null) return { ...house, owner: 'house' };
  const holding = holdingAccountOf(id);
  return holding === null ? null : { id, kind: 'portfolio', owner: holding.portfolioId, currency: holding.currency };
}
