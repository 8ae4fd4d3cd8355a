import type { AccountView } from '@sluice/contract-ledger';
import { Money, type Currency } from '@sluice/kernel';
import type { Cause, Sent } from '@sluice/messaging';
import type { ClosedHold, OpenHold } from '../holds/hold.js';
import type { Entry } from '../journal/entry.js';

export type AccountStatus = AccountView['status'];
/** The kinds that have a balance of their own; the others' balance is the journal's sum. */
export type BalanceKind = Extract<AccountView['kind'], 'customer' | 'portfolio' | 'wallet'>;

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
  /** Entries that the account decided and the journal may not have yet: kept here until it does. */
  readonly pendingEntries: readonly Entry[];
  /** The same of holds that ended and their archive. */
  readonly pendingClosedHolds: readonly ClosedHold[];
}

export type Opening = Pick<Account, 'tenantId' | 'id' | 'kind' | 'owner' | 'nickname' | 'openedAt'> & { readonly currency: Currency };

export const nothingPending: Pick<Account, 'pendingEntries' | 'pendingClosedHolds'> = { pendingEntries: [], pendingClosedHolds: [] };

/** A new account: active at once, with nothing in it. */
export function opened({ currency, ...given }: Opening): Account {
  const zero = Money.zero(currency);
  return { ...given, status: 'ACTIVE', posted: zero, pending: zero, holds: [], ...nothingPending };
}

export const currencyOf = (account: Account): Currency => account.posted.currency;

export const availableOf = (account: Account): Money => account.posted.minus(account.pending);

const transactable: ReadonlySet<AccountStatus> = new Set(['ACTIVE', 'EDD', 'DORMANT']);

/** Whether a new hold may be placed. What is held already is posted or voided whatever the status. */
export const mayTransact = (account: Account): boolean => transactable.has(account.status);

/** Null when the account has this status already. */
export const withStatus = (account: Account, status: AccountStatus): Account | null =>
  account.status === status ? null : { ...account, status };

export interface AccountChange {
  /** Absent: the account stays as it is, and `send` is published again. */
  readonly account?: Account | undefined;
  readonly send?: readonly Sent[] | undefined;
}

export interface AccountQuery {
  readonly owner?: string | undefined;
  readonly kind?: AccountView['kind'] | undefined;
  readonly limit: number;
  /** The id of the last account already seen. */
  readonly after?: string | undefined;
}

export interface AccountPage {
  readonly accounts: readonly Account[];
  readonly hasMore: boolean;
}

/** The accounts with a balance of their own. A change is one write by id and version, the messages to send in it. */
export abstract class Accounts {
  /**
   * Decides on the account as it stands and writes what was decided; on a lost race it decides again on the newer one.
   * `decide` returns null when there is nothing to do, and may throw to refuse. Resolves with the account as it is then.
   */
  abstract change(cause: Cause, accountId: string, decide: (account: Account | null) => Promise<AccountChange | null>): Promise<Account | null>;
  /** Answers a command about an owner's accounts that changes nothing. Resolves when the broker has it. */
  abstract answer(cause: Cause, owner: string, sent: readonly Sent[]): Promise<void>;
  abstract find(tenantId: string, accountId: string): Promise<Account | null>;
  /** All accounts of one owner. */
  abstract ofOwner(tenantId: string, owner: string): Promise<Account[]>;
  /** Newest first. @throws DomainError `invalid_request` when `after` is no account of the tenant. */
  abstract page(tenantId: string, query: AccountQuery): Promise<AccountPage>;
  /** The tenant's accounts that carry pending entries. */
  abstract withPendingEntries(tenantId: string): Promise<Account[]>;
}
