import { Injectable } from '@nestjs/common';
import type { AccountView } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { systemAccountOf, type SystemAccount, type SystemBalance } from '../journal/system-account.js';
import { SystemAccounts } from '../journal/system-accounts.repository.js';
import { Accounts, availableOf, type Account, type AccountPage, type AccountQuery } from './account.js';
import { PendingEntries } from './pending-entries.js';

/** The account as its readers see it. */
export const viewOf = (account: Account): AccountView => ({
  id: account.id,
  kind: account.kind,
  owner: account.owner,
  status: account.status,
  ...(account.nickname === undefined ? {} : { nickname: account.nickname }),
  posted: account.posted.toJson(),
  pending: account.pending.toJson(),
  available: availableOf(account).toJson(),
  createdAt: account.openedAt.toISOString(),
});

/** A system account: always active, nothing pending; below zero where more went out of it than in. */
export const systemViewOf = ({ account: { id, kind, owner }, posted, since }: SystemBalance): AccountView => ({
  id,
  kind,
  owner,
  status: 'ACTIVE',
  posted: posted.toJson(),
  pending: Money.zero(posted.currency).toJson(),
  available: posted.toJson(),
  createdAt: since.toISOString(),
});

interface ViewPage {
  readonly accounts: readonly AccountView[];
  readonly hasMore: boolean;
}

/** Accounts as their readers see them, those with a balance of their own and system accounts alike. */
@Injectable()
export class AccountViews {
  constructor(
    private readonly accounts: Accounts,
    private readonly systemAccounts: SystemAccounts,
    private readonly pendingEntries: PendingEntries,
  ) {}

  /** Null when there is none, or nothing was ever booked on a system account. */
  async find(tenantId: string, accountId: string): Promise<AccountView | null> {
    const systemAccount = systemAccountOf(accountId);
    if (systemAccount !== null) return this.findSystemAccount(tenantId, systemAccount);
    const account = await this.accounts.find(tenantId, accountId);
    return account === null ? null : viewOf(account);
  }

  /**
   * Those with a balance of their own, newest first, and then system accounts; an owner's are the former only.
   * @throws DomainError `invalid_request` when `after` is no account of the tenant.
   */
  async page(tenantId: string, query: AccountQuery): Promise<ViewPage> {
    const own = await this.ownPage(tenantId, query);
    const views = own.accounts.map(viewOf);
    if (own.hasMore || query.owner !== undefined) return { accounts: views, hasMore: own.hasMore };
    const rest = await this.systemPage(tenantId, { ...query, limit: query.limit - views.length });
    return { accounts: [...views, ...rest.accounts], hasMore: rest.hasMore };
  }

  private async findSystemAccount(tenantId: string, account: SystemAccount): Promise<AccountView | null> {
    await this.pendingEntries.insertFor(tenantId, account.id);
    const balance = await this.systemAccounts.balanceOf(tenantId, account);
    return balance === null ? null : systemViewOf(balance);
  }

  private async ownPage(tenantId: string, query: AccountQuery): Promise<AccountPage> {
    return isAmongSystemAccounts(query) ? { accounts: [], hasMore: false } : this.accounts.page(tenantId, query);
  }

  private async systemPage(tenantId: string, query: AccountQuery): Promise<ViewPage> {
    await this.pendingEntries.insertFor(tenantId);
    const { balances, hasMore } = await this.systemAccounts.page(tenantId, { ...query, after: isAmongSystemAccounts(query) ? query.after : undefined });
    return { accounts: balances.map(systemViewOf), hasMore };
  }
}

/** Whether the list has come to the system accounts. */
const isAmongSystemAccounts = ({ after }: AccountQuery): boolean => after !== undefined && systemAccountOf(after) !== null;
