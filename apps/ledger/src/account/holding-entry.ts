import type { Money } from '@sluice/kernel';
import { entryOf, transferOf, type Entry } from './entry.js';
import { holdingIdOf, holdingsOf } from './holding-account.js';

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
  const house = holdingsOf(bookCost.currency);
  const lines = transferOf({ from: house, to: holdingIdOf(portfolioId, isin, bookCost.currency), house, amount: bookCost });
  return entryOf({ tenantId, accountId: EVERY_HOLDING, kind: 'holding', sourceId: depositId }, lines, at);
}
