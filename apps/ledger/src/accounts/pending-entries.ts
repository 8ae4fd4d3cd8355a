import { Injectable } from '@nestjs/common';
import { ClosedHolds } from '../holds/hold.js';
import { Journal } from '../journal/entry.js';
import { systemAccountOf } from '../journal/system-account.js';
import { Accounts, nothingPending, type Account } from './account.js';

/** Inserts the entries and closed holds that accounts carry into the journal and the archive. Doing it twice changes nothing. */
@Injectable()
export class PendingEntries {
  constructor(
    private readonly accounts: Accounts,
    private readonly journal: Journal,
    private readonly closedHolds: ClosedHolds,
  ) {}

  /**
   * Inserts what the account carries and returns the account without it. Only a write by the account's version may drop it
   * from the document: a reader finds it there or, afterwards, in the journal.
   */
  async insert(account: Account): Promise<Account> {
    const { tenantId, id, pendingEntries, pendingClosedHolds } = account;
    if (pendingEntries.length > 0) await this.journal.insert(tenantId, pendingEntries);
    if (pendingClosedHolds.length > 0) await this.closedHolds.insert(tenantId, id, pendingClosedHolds);
    return { ...account, ...nothingPending };
  }

  /**
   * Brings the journal up to date before it is read, so that a booking that was answered is in it: for one account, or, for a
   * system account or none in particular, for the whole tenant.
   */
  async insertFor(tenantId: string, accountId?: string): Promise<void> {
    for (const account of await this.carriers(tenantId, accountId)) await this.insert(account);
  }

  private async carriers(tenantId: string, accountId?: string): Promise<Account[]> {
    if (accountId === undefined || systemAccountOf(accountId) !== null) return this.accounts.withPendingEntries(tenantId);
    const account = await this.accounts.find(tenantId, accountId);
    return account === null ? [] : [account];
  }
}
