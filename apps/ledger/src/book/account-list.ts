import { Injectable } from '@nestjs/common';
import type { AccountView } from '@sluice/contract-ledger';
import { namedAccountOf } from '../account/named-account.js';
import { namedViewOf, viewOf } from '../account/view.js';
import { Accounts, type AccountPage, type AccountQuery } from '../ports/accounts.js';
import { NamedAccounts } from '../ports/named-accounts.js';
import { Filing } from './filing.js';

interface ViewPage {
  readonly accounts: readonly AccountView[];
  readonly hasMore: boolean;
}

/** One list of all accounts: those with a balance of their own, newest first, and then those that are there by their names. */
@Injectable()
export class AccountList {
  constructor(
    private readonly accounts: Accounts,
    private readonly named: NamedAccounts,
    private readonly filing: Filing,
  ) {}

  /** An owner's are those with a balance of their own only. @throws DomainError `invalid_request` when `after` is no account of the tenant. */
  async page(tenantId: string, query: AccountQuery): Promise<ViewPage> {
    const own = await this.ownPage(tenantId, query);
    const views = own.accounts.map(viewOf);
    if (own.hasMore || query.owner !== undefined) return { accounts: views, hasMore: own.hasMore };
    const rest = await this.namedPage(tenantId, { ...query, limit: query.limit - views.length });
    return { accounts: [...views, ...rest.accounts], hasMore: rest.hasMore };
  }

  private async ownPage(tenantId: string, query: AccountQuery): Promise<AccountPage> {
    return afterNamed(query) ? { accounts: [], hasMore: false } : this.accounts.page(tenantId, query);
  }

  private async namedPage(tenantId: string, query: AccountQuery): Promise<ViewPage> {
    await this.filing.fileFor(tenantId);
    const { balances, hasMore } = await this.named.page(tenantId, { ...query, after: afterNamed(query) ? query.after : undefined });
    return { accounts: balances.map(namedViewOf), hasMore };
  }
}

/** Whether the list has come to the accounts that are there by their names. */
const afterNamed = ({ after }: AccountQuery): boolean => after !== undefined && namedAccountOf(after) !== null;
