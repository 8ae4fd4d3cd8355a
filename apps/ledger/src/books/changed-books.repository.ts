import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { UncheckedDocuments, type AggregateDocument, type Total } from '@sluice/persistence';
import type { Model } from 'mongoose';
import { currencyOf, type Account } from '../accounts/account.js';
import { accountKeyOf, closedHoldRecordSchema, toAccount, toClosedHold } from '../accounts/account.record.js';
import { AccountStore } from '../accounts/accounts.repository.js';
import { BALANCE_SNAPSHOTS, snapshotKeyOf, type BalanceSnapshot } from '../journal/balance-snapshots.repository.js';
import { CLOSED_HOLDS, closedHoldKeyOf, type ClosedHoldDocument } from '../journal/closed-holds.repository.js';
import { ENTRIES, type EntryDocument } from '../journal/entries.repository.js';
import { systemAccountOf } from '../journal/system-account.js';
import { SystemAccounts } from '../journal/system-accounts.repository.js';
import type { Books, JournalSum, Wrong } from './books.js';
import { accountOf, EntryTotals, totalNameOf } from './entry-totals.repository.js';

type Owned<Part> = Part & { readonly accountId: string };

/** What has changed since it was found right, a page of each kind. */
export interface Changed {
  readonly accounts: readonly AggregateDocument[];
  readonly totals: readonly Total[];
  readonly snapshots: readonly (BalanceSnapshot & { tenantId: string })[];
  readonly holds: readonly ClosedHoldDocument[];
}

const toOwned = ({ accountId, ...record }: ClosedHoldDocument): Books['closedHolds'][number] => ({ accountId, ...toClosedHold(closedHoldRecordSchema.parse(record)) });

/** That part of a tenant's books which has changed since it was found right, read past everything that keeps them right (docs/decisions/0206). */
@Injectable()
export class ChangedBooks {
  private readonly accounts: UncheckedDocuments<AggregateDocument>;
  private readonly snapshots: UncheckedDocuments<BalanceSnapshot>;
  private readonly closed: UncheckedDocuments<ClosedHoldDocument>;

  constructor(
    private readonly store: AccountStore,
    private readonly entryTotals: EntryTotals,
    private readonly systemAccounts: SystemAccounts,
    @InjectModel(ENTRIES) private readonly entries: Model<EntryDocument>,
    @InjectModel(BALANCE_SNAPSHOTS) snapshotDocuments: Model<BalanceSnapshot>,
    @InjectModel(CLOSED_HOLDS) private readonly holds: Model<ClosedHoldDocument>,
  ) {
    this.accounts = new UncheckedDocuments(store.model);
    this.snapshots = new UncheckedDocuments(snapshotDocuments);
    this.closed = new UncheckedDocuments(holds);
  }

  /** Page by page. Archived holds are read before accounts, so that one which closes meanwhile is not taken for open and closed. */
  async *changed(tenantId: string): AsyncGenerator<Changed> {
    const pages = [this.closed.pages(tenantId), this.accounts.pages(tenantId), this.entryTotals.totals.changed(tenantId), this.snapshots.pages(tenantId)] as const;
    for (;;) {
      const [holds, accounts, totals, snapshots] = [await pages[0].next(), await pages[1].next(), await pages[2].next(), await pages[3].next()];
      if (holds.done && accounts.done && totals.done && snapshots.done) return;
      yield { holds: holds.done ? [] : holds.value, accounts: accounts.done ? [] : accounts.value, totals: totals.done ? [] : totals.value, snapshots: snapshots.done ? [] : snapshots.value };
    }
  }

  /** The books as far as what has changed touches them. Sums are read after accounts: an entry that is inserted meanwhile is in `inserted` or still in the account. */
  async around(tenantId: string, { accounts: documents, totals, snapshots, holds }: Changed): Promise<Books> {
    const touched = [...totals.flatMap((total) => accountOf(total) ?? []), ...snapshots.flatMap(({ accountId }) => systemAccountOf(accountId) ?? []).map(({ id, currency }) => ({ accountId: id, currency }))];
    const accounts = await this.withOwners(tenantId, documents, [...touched, ...holds].map(({ accountId }) => accountId));
    const unbalanced = await this.entryTotals.addNew(tenantId);
    const names = new Map([...touched, ...accounts.map((account) => ({ accountId: account.id, currency: currencyOf(account) }))].map((one) => [totalNameOf(one.currency, one.accountId), one]));
    const sums = await this.entryTotals.sumsOf(tenantId, [...names.values()]);
    return {
      unbalanced, sums, differences: [], accounts,
      inserted: await this.inserted(accounts),
      systemAccounts: await this.systemAccounts.balancesOf(tenantId, [...new Set(touched.map(({ accountId }) => accountId))].flatMap((id) => systemAccountOf(id) ?? [])),
      closedHolds: [...holds.map(toOwned), ...(await this.closedOf(tenantId, accounts, holds))],
    };
  }

  /** What was checked and is right is not checked again until it changes. */
  async checkOff({ accounts, totals, snapshots, holds }: Changed, wrong: readonly Wrong[]): Promise<void> {
    const wrongAccounts = new Set(wrong.flatMap(({ accountId }) => accountId ?? []));
    const isRight = ({ accountId }: { readonly accountId: string }): boolean => !wrongAccounts.has(accountId);
    const isRightHold = (hold: Owned<{ readonly holdId: string }>): boolean => !wrong.some(({ accountId, holdId }) => accountId === hold.accountId && holdId === hold.holdId);
    await this.accounts.checkOff(accounts.filter((document) => isRight({ accountId: String((document as unknown as Owned<object>).accountId) })));
    await this.entryTotals.totals.checkOff(totals.filter((total) => isRight(accountOf(total) ?? { accountId: '' })));
    await this.snapshots.checkOff(snapshots.filter(isRight));
    await this.closed.checkOff(holds.filter(isRightHold).map(({ _id }) => ({ _id })));
  }

  /** What a full check found wrong is checked every time until it is right. */
  async mark(tenantId: string, wrong: readonly Wrong[], sums: readonly JournalSum[]): Promise<void> {
    const ids = [...new Set(wrong.flatMap(({ accountId }) => accountId ?? []))];
    await this.entryTotals.mark(wrong.flatMap(({ entryId }) => entryId ?? []));
    await this.accounts.mark(ids.map((id) => accountKeyOf(tenantId, id)));
    await this.snapshots.mark(ids.map((id) => snapshotKeyOf(tenantId, id)));
    await this.entryTotals.totals.markNames(tenantId, sums.filter(({ accountId }) => ids.includes(accountId)).map(({ currency, accountId }) => totalNameOf(currency, accountId)));
    await this.closed.mark(wrong.flatMap(({ accountId, holdId }) => (accountId === undefined || holdId === undefined ? [] : closedHoldKeyOf({ tenantId, accountId, holdId }))));
  }

  private async withOwners(tenantId: string, documents: readonly AggregateDocument[], ids: readonly string[]): Promise<Account[]> {
    const known = new Set(documents.map(({ _id }) => _id));
    const missing = [...new Set(ids)].filter((id) => systemAccountOf(id) === null).map((id) => accountKeyOf(tenantId, id)).filter((key) => !known.has(key));
    const owners = missing.length === 0 ? [] : await this.store.findWhere({ _id: { $in: missing } });
    return [...documents.map((document) => this.store.read(document)), ...owners].map(toAccount);
  }

  /** Of the entries that accounts carry, those that the totals have. */
  private async inserted(accounts: readonly Account[]): Promise<ReadonlySet<string>> {
    const carried = accounts.flatMap(({ pendingEntries }) => pendingEntries.map(({ id }) => id));
    const found = carried.length === 0 ? [] : await this.entries.find({ _id: { $in: carried }, unchecked: { $ne: true } }, { _id: 1 }).lean();
    return new Set(found.map(({ _id }) => _id));
  }

  /** Holds that are archived though accounts have them open. */
  private async closedOf(tenantId: string, accounts: readonly Account[], read: readonly ClosedHoldDocument[]): Promise<Books['closedHolds']> {
    const known = new Set(read.map(({ _id }) => _id));
    const open = accounts.flatMap(({ id, holds }) => holds.map(({ holdId }) => closedHoldKeyOf({ tenantId, accountId: id, holdId }))).filter((key) => !known.has(key));
    return open.length === 0 ? [] : (await this.holds.find({ _id: { $in: open } }).lean()).map(toOwned);
  }
}
