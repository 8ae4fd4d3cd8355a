import { Injectable } from '@nestjs/common';
import { DomainError } from '@sluice/kernel';
import type { Cause, Sent } from '@sluice/messaging';
import type { Change, StoredFilter, Versioned } from '@sluice/persistence';
import type { Account } from '../account/account.js';
import { firstExpiryOf } from '../account/expire-holds.js';
import { Accounts, type AccountChange, type AccountPage, type AccountQuery } from '../ports/accounts.js';
import { accountKeyOf, accountRecordOf, toAccount, type AccountRecord } from './account.record.js';
import { AccountStore } from './account.store.js';

/** How long a write leaves its records to the next write on the account, or to a reader, before the timer files them. */
const FILING_DELAY_MS = 1_000;
const LONG_AGO = new Date(0);

/** One who files: the account is due when it carries something, and not due when it does not. */
function filingDueAt({ unfiled }: Account): Date | null {
  const times = [...unfiled.entries.map(({ at }) => at), ...unfiled.holds.map(({ closedAt }) => closedAt)];
  return times.length === 0 ? null : new Date(Math.max(...times.map((time) => time.getTime())) + FILING_DELAY_MS);
}

/** What comes first: filing, or the end of a hold's time. */
function dueAtOf(account: Account): Date | null {
  const [filing, expiry] = [filingDueAt(account), firstExpiryOf(account)];
  if (filing === null || expiry === null) return filing ?? expiry;
  return filing < expiry ? filing : expiry;
}

function changeOf({ account, send }: AccountChange): Change<AccountRecord> {
  return account === undefined ? { send } : { state: accountRecordOf(account), dueAt: dueAtOf(account), send };
}

@Injectable()
export class MongoAccounts extends Accounts {
  constructor(private readonly store: AccountStore) {
    super();
  }

  async change(cause: Cause, accountId: string, decide: (account: Account | null) => Promise<AccountChange | null>): Promise<Account | null> {
    const key = accountKeyOf(cause.tenantId, accountId);
    const changed = await this.store.change(key, cause, async (current) => {
      const change = await decide(current === null ? null : toAccount(current));
      return change === null ? null : changeOf(change);
    });
    return changed === null ? this.find(cause.tenantId, accountId) : toAccount(changed);
  }

  answer(cause: Cause, owner: string, sent: readonly Sent[]): Promise<void> {
    return this.store.answer(cause, owner, sent);
  }

  async find(tenantId: string, accountId: string): Promise<Account | null> {
    const found = await this.store.find(accountKeyOf(tenantId, accountId));
    return found === null ? null : toAccount(found);
  }

  async ofOwner(tenantId: string, owner: string): Promise<Account[]> {
    return (await this.store.findWhere({ tenantId, owner })).map(toAccount);
  }

  async page(tenantId: string, { owner, kind, limit, after }: AccountQuery): Promise<AccountPage> {
    const older = after === undefined ? {} : this.olderThan(await this.seen(tenantId, after));
    const filter: StoredFilter = { tenantId, ...(owner === undefined ? {} : { owner }), ...(kind === undefined ? {} : { kind }), ...older };
    const found = await this.store.findWhere(filter, { sort: { openedAt: -1, _id: -1 }, limit: limit + 1 });
    return { accounts: found.slice(0, limit).map(toAccount), hasMore: found.length > limit };
  }

  async unfiled(tenantId: string): Promise<Account[]> {
    const found = await this.store.findWhere({ tenantId, dueAt: { $gt: LONG_AGO }, 'unfiledEntries.0': { $exists: true } });
    return found.map(toAccount);
  }

  private async seen(tenantId: string, accountId: string): Promise<Versioned<AccountRecord>> {
    const found = await this.store.find(accountKeyOf(tenantId, accountId));
    if (found === null) throw new DomainError('invalid_request', 'The page begins after an unknown account.', [{ field: 'after', message: 'is unknown' }]);
    return found;
  }

  /** Accounts opened in the same millisecond are told apart by their ids. */
  private olderThan({ id, state }: Versioned<AccountRecord>): StoredFilter {
    return { $or: [{ openedAt: { $lt: state.openedAt } }, { openedAt: state.openedAt, _id: { $lt: id } }] };
  }
}
