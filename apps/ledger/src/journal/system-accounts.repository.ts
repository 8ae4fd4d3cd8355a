import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { AccountView } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { RetryLater } from '@sluice/messaging';
import type { Model } from 'mongoose';
import { readPage } from '@sluice/persistence';
import { BALANCE_SNAPSHOTS, snapshotKeyOf, type BalanceSnapshot } from './balance-snapshots.repository.js';
import { ENTRIES, unitsOn, type EntryDocument } from './entries.repository.js';
import { systemAccountOf, type SystemAccount, type SystemBalance } from './system-account.js';

export interface SystemAccountQuery {
  readonly kind?: AccountView['kind'] | undefined;
  readonly limit: number;
  /** The id of the last account already seen. */
  readonly after?: string | undefined;
}

export interface SystemAccountPage {
  readonly balances: readonly SystemBalance[];
  readonly hasMore: boolean;
}

/** Readings that an advance of the snapshot may overtake before the request is retried later. */
const MOST_READINGS = 20;

/** Balances read side by side: a tenant may have as many holdings as it likes. */
const READ_AT_ONCE = 20;

/** How the names of a kind begin; of any kind, with anything. Customers' accounts and wallets have no such names. */
const beginnings: Record<AccountView['kind'], string | null> = {
  house: 'house:', clearing: 'clearing:', fee: 'fee:', portfolio: 'holding:', customer: null, wallet: null,
};

/** `;` follows `:`, so it is past every name with this beginning. */
const endOf = (beginning: string): string => `${beginning.slice(0, -1)};`;

function namesFrom({ kind, after }: SystemAccountQuery): Record<string, string> | null {
  const later = after === undefined ? {} : { $gt: after };
  if (kind === undefined) return { $gte: '', ...later };
  const beginning = beginnings[kind];
  return beginning === null ? null : { $gte: beginning, $lt: endOf(beginning), ...later };
}

/** System accounts: those something was ever booked on. */
@Injectable()
export class SystemAccounts {
  constructor(
    @InjectModel(ENTRIES) private readonly entries: Model<EntryDocument>,
    @InjectModel(BALANCE_SNAPSHOTS) private readonly snapshots: Model<BalanceSnapshot>,
  ) {}

  /** Every entry inserted before the call is in the balance, and each once. Null when nothing was ever booked on it. */
  async balanceOf(tenantId: string, account: SystemAccount): Promise<SystemBalance | null> {
    for (let reading = 0; reading < MOST_READINGS; reading += 1) {
      const before = await this.find(tenantId, account.id);
      if (before === null) return null;
      const units = BigInt(before.units) + (await this.unitsSince(before));
      const after = await this.find(tenantId, account.id);
      if (after?.version === before.version) return { account, posted: Money.ofUnits(account.currency, units), since: before.since };
    }
    throw new RetryLater(`The balance snapshot of ${account.id} changes faster than it can be read.`);
  }

  /** The balance of each as readers see it: nothing on an account on which nothing was ever booked. */
  async balancesOf(tenantId: string, accounts: readonly SystemAccount[]): Promise<{ accountId: string; posted: Money }[]> {
    const balances: { accountId: string; posted: Money }[] = [];
    for (let start = 0; start < accounts.length; start += READ_AT_ONCE) {
      balances.push(...(await Promise.all(accounts.slice(start, start + READ_AT_ONCE).map(async (account) => {
        const balance = await this.balanceOf(tenantId, account);
        return { accountId: account.id, posted: balance?.posted ?? Money.zero(account.currency) };
      }))));
    }
    return balances;
  }

  /** By their names, `clearing:…` before `fee:…`. */
  async page(tenantId: string, query: SystemAccountQuery): Promise<SystemAccountPage> {
    const accountId = namesFrom(query);
    if (accountId === null) return { balances: [], hasMore: false };
    const { found, hasMore } = await readPage(query.limit, (count) => this.snapshots.find({ tenantId, accountId }).sort({ accountId: 1 }).limit(count).lean());
    const accounts = found.flatMap((record) => systemAccountOf(record.accountId) ?? []);
    const balances = await Promise.all(accounts.map((account) => this.balanceOf(tenantId, account)));
    return { balances: balances.filter((balance) => balance !== null), hasMore };
  }

  private find(tenantId: string, accountId: string): Promise<BalanceSnapshot | null> {
    return this.snapshots.findById(snapshotKeyOf(tenantId, accountId)).lean().exec();
  }

  /** What entries that are not in the snapshot come to: those that name the account in `notForwarded`, but for the latest. */
  private async unitsSince({ tenantId, accountId, latest }: BalanceSnapshot): Promise<bigint> {
    const found = await this.entries.find({ tenantId, notForwarded: accountId }, { lines: 1 }).lean();
    const counted = new Set(latest);
    return unitsOn(accountId, found.filter(({ _id }) => !counted.has(_id)));
  }
}
