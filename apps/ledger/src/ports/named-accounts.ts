import type { AccountView } from '@sluice/contract-ledger';
import type { Money } from '@sluice/kernel';
import type { NamedAccount, NamedBalance } from '../account/named-account.js';

export interface NamedQuery {
  readonly kind?: AccountView['kind'] | undefined;
  readonly limit: number;
  /** The id of the last account already seen. */
  readonly after?: string | undefined;
}

export interface NamedPage {
  readonly balances: readonly NamedBalance[];
  readonly hasMore: boolean;
}

/** The accounts that are there by their names: those something was ever booked on. */
export abstract class NamedAccounts {
  /** Every entry filed before the call is in the balance, and each once. Null when nothing was ever booked on it. */
  abstract balanceOf(tenantId: string, account: NamedAccount): Promise<NamedBalance | null>;
  /** What readers are told of each: nothing of an account on which nothing was ever booked. */
  abstract told(tenantId: string, accounts: readonly NamedAccount[]): Promise<{ readonly accountId: string; readonly posted: Money }[]>;
  /** By their names, `clearing:…` before `fee:…`. */
  abstract page(tenantId: string, query: NamedQuery): Promise<NamedPage>;
}
