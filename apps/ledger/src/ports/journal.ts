import type { Currency, Money } from '@sluice/kernel';
import type { Entry } from '../account/entry.js';

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
  abstract file(tenantId: string, entries: readonly Entry[]): Promise<void>;
  abstract has(entryId: string): Promise<boolean>;
  /** Oldest first. @throws DomainError `invalid_request` when `after` is no entry of the tenant. */
  abstract page(tenantId: string, query: EntryQuery): Promise<EntryPage>;
  abstract totals(tenantId: string): Promise<CurrencyTotals[]>;
}
