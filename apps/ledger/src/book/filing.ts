import { Injectable } from '@nestjs/common';
import { nothingUnfiled, type Account } from '../account/account.js';
import { namedAccountOf } from '../account/named-account.js';
import { Accounts } from '../ports/accounts.js';
import { ClosedHolds } from '../ports/closed-holds.js';
import { Journal } from '../ports/journal.js';

/** Carries what accounts decided into the journal and the archive of closed holds. Filing twice is filing once. */
@Injectable()
export class Filing {
  constructor(
    private readonly accounts: Accounts,
    private readonly journal: Journal,
    private readonly closedHolds: ClosedHolds,
  ) {}

  /**
   * Files what the account carries and gives the account without it. Only a write by the account's version may drop it
   * from the document: whoever reads the account finds it there or, afterwards, filed.
   */
  async filed(account: Account): Promise<Account> {
    const { tenantId, id, unfiled } = account;
    if (unfiled.entries.length > 0) await this.journal.file(tenantId, unfiled.entries);
    if (unfiled.holds.length > 0) await this.closedHolds.file(tenantId, id, unfiled.holds);
    return { ...account, unfiled: nothingUnfiled };
  }

  /**
   * Brings the journal up to date before it is read, so that who was told of a booking also finds its entry: that of one
   * account, or, for one that is there by its name or none in particular, of the whole tenant.
   */
  async fileFor(tenantId: string, accountId?: string): Promise<void> {
    for (const account of await this.booking(tenantId, accountId)) await this.filed(account);
  }

  private async booking(tenantId: string, accountId?: string): Promise<Account[]> {
    if (accountId === undefined || namedAccountOf(accountId) !== null) return this.accounts.unfiled(tenantId);
    const account = await this.accounts.find(tenantId, accountId);
    return account === null ? [] : [account];
  }
}
