import { Money, type Currency } from '@sluice/kernel';
import type { AccountView } from '@sluice/contract-ledger';
import type { Entry } from './entry.js';
import type { ClosedHold, OpenHold } from './hold.js';

export type AccountStatus = AccountView['status'];
/** The kinds that have a balance of their own; the others' balance is the journal's sum. */
export type BalanceKind = Extract<AccountView['kind'], 'customer' | 'portfolio' | 'wallet'>;

/** What the account decided and the journal and the archive of closed holds may not have yet. Kept here until they do. */
export interface Unfiled {
  readonly entries: readonly Entry[];
  readonly holds: readonly ClosedHold[];
}

/** posted − pending = available ≥ 0; pending is what the open holds still hold. One currency. */
export interface Account {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: BalanceKind;
  readonly owner: string;
  readonly nickname?: string | undefined;
  readonly status: AccountStatus;
  /** On the tenant's clock. */
  readonly openedAt: Date;
  readonly posted: Money;
  readonly pending: Money;
  readonly holds: readonly OpenHold[];
  readonly unfiled: Unfiled;
}

export type Opening = Pick<Account, 'tenantId' | 'id' | 'kind' | 'owner' | 'nickname' | 'openedAt'> & { readonly currency: Currency };

export const nothingUnfiled: Unfiled = { entries: [], holds: [] };

/** A new account: active at once, with nothing in it. */
export function opened({ currency, ...given }: Opening): Account {
  const zero = Money.zero(currency);
  return { ...given, status: 'ACTIVE', posted: zero, pending: zero, holds: [], unfiled: nothingUnfiled };
}

export const currencyOf = (account: Account): Currency => account.posted.currency;

export const availableOf = (account: Account): Money => account.posted.minus(account.pending);

const transactable: ReadonlySet<AccountStatus> = new Set(['ACTIVE', 'EDD', 'DORMANT']);

/** Whether a new hold may be placed. What is held already is posted or voided whatever the status. */
export const mayTransact = (account: Account): boolean => transactable.has(account.status);

/** Null when the account has this status already. */
export const withStatus = (account: Account, status: AccountStatus): Account | null =>
  account.status === status ? null : { ...account, status };
