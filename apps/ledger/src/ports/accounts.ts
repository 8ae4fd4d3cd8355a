import type { AccountView } from '@sluice/contract-ledger';
import type { Cause, Sent } from '@sluice/messaging';
import type { Account } from '../account/account.js';

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
  /** Sends what there is to say of an owner's accounts where nothing changes. Resolves when the broker has it. */
  abstract answer(cause: Cause, owner: string, sent: readonly Sent[]): Promise<void>;
  abstract find(tenantId: string, accountId: string): Promise<Account | null>;
  /** All accounts of one owner. */
  abstract ofOwner(tenantId: string, owner: string): Promise<Account[]>;
  /** Newest first. @throws DomainError `invalid_request` when `after` is no account of the tenant. */
  abstract page(tenantId: string, query: AccountQuery): Promise<AccountPage>;
  /** The tenant's accounts that still carry entries. */
  abstract unfiled(tenantId: string): Promise<Account[]>;
}
