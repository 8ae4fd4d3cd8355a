import { Injectable } from '@nestjs/common';
import type { Cause, Sent } from '@sluice/messaging';
import { aggregate, repositoryOf, type Change, type StoredFilter } from '@sluice/persistence';
import { firstExpiryOf } from '../holds/hold-commands.js';
import { Accounts, type Account, type AccountChange, type AccountPage, type AccountQuery } from './account.js';
import { accountKeyOf, accountRecordOf, accountRecordSchema, toAccount, type AccountRecord } from './account.record.js';

/** `tenantId/accountId` → the account's balance, open holds, and pending entries. */
export const accounts = aggregate({
  collection: 'accounts', state: accountRecordSchema, storedNames: { pendingEntries: 'unfiledEntries', pendingHolds: 'unfiledHolds' }, thing: 'account', isChecked: true,
  indexes: [
    [{ tenantId: 1, _id: 1 }, { partialFilterExpression: { 'holds.0': { $exists: true } } }],
    { tenantId: 1, openedAt: -1, _id: -1 },
    { tenantId: 1, kind: 1, openedAt: -1, _id: -1 },
    { tenantId: 1, owner: 1, openedAt: -1, _id: -1 },
  ],
});

/** The collection of account documents. */
@Injectable()
export class AccountStore extends repositoryOf(accounts) {
  /** Sends answers that no document carries: when that fails, the command has to be handled again. */
  answer(cause: Cause, owner: string, sent: readonly Sent[]): Promise<void> {
    return this.outbox.publish(this.outbox.entriesFor(sent, cause, { aggregate: `owner ${owner}`, version: 0, causeId: cause.id }));
  }
}

/** How long a write leaves its pending entries to the next write on the account, or to a reader, before the timer inserts them. */
const INSERT_DELAY_MS = 1_000;
const LONG_AGO = new Date(0);

/** When pending entries are inserted by the timer; null when there are none. */
function insertDueAt({ pendingEntries, pendingClosedHolds }: Account): Date | null {
  const times = [...pendingEntries.map(({ at }) => at), ...pendingClosedHolds.map(({ closedAt }) => closedAt)];
  return times.length === 0 ? null : new Date(Math.max(...times.map((time) => time.getTime())) + INSERT_DELAY_MS);
}

/** What comes first: inserting pending entries, or the end of a hold's time. */
function dueAtOf(account: Account): Date | null {
  const [insert, expiry] = [insertDueAt(account), firstExpiryOf(account)];
  if (insert === null || expiry === null) return insert ?? expiry;
  return insert < expiry ? insert : expiry;
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
    const filter: StoredFilter = { ...(owner === undefined ? {} : { owner }), ...(kind === undefined ? {} : { kind }) };
    const { found, hasMore } = await this.store.page(tenantId, { by: 'openedAt', filter }, { limit, after: after === undefined ? undefined : accountKeyOf(tenantId, after) });
    return { accounts: found.map(toAccount), hasMore };
  }

  async withPendingEntries(tenantId: string): Promise<Account[]> {
    const found = await this.store.findWhere({ tenantId, dueAt: { $gt: LONG_AGO }, 'unfiledEntries.0': { $exists: true } });
    return found.map(toAccount);
  }
}
