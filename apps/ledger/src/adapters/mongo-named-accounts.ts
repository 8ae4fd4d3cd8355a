import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { AccountView } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { RetryLater } from '@sluice/messaging';
import type { Model } from 'mongoose';
import { namedAccountOf, type NamedAccount, type NamedBalance } from '../account/named-account.js';
import { NamedAccounts, type NamedPage, type NamedQuery } from '../ports/named-accounts.js';
import { broughtForwardKeyOf, type BroughtForward } from './brought-forward.record.js';
import { unitsOn, type EntryDocument } from './entry.document.js';
import { BROUGHT_FORWARD, ENTRIES } from './ledger.schemas.js';

/** Readings that bringing forward may overtake before the question is asked again later. */
const MOST_READINGS = 20;

/** Balances read side by side: a tenant may have as many holdings as it likes. */
const READ_AT_ONCE = 20;

/** How the names of a kind begin; of any kind, with anything. Customers' accounts and wallets have no such names. */
const beginnings: Record<AccountView['kind'], string | null> = {
  house: 'house:', clearing: 'clearing:', fee: 'fee:', portfolio: 'holding:', customer: null, wallet: null,
};

/** `;` follows `:`, so it is past every name with this beginning. */
const endOf = (beginning: string): string => `${beginning.slice(0, -1)};`;

function namesFrom({ kind, after }: NamedQuery): Record<string, string> | null {
  const later = after === undefined ? {} : { $gt: after };
  if (kind === undefined) return { $gte: '', ...later };
  const beginning = beginnings[kind];
  return beginning === null ? null : { $gte: beginning, $lt: endOf(beginning), ...later };
}

@Injectable()
export class MongoNamedAccounts extends NamedAccounts {
  constructor(
    @InjectModel(ENTRIES) private readonly entries: Model<EntryDocument>,
    @InjectModel(BROUGHT_FORWARD) private readonly accounts: Model<BroughtForward>,
  ) {
    super();
  }

  async balanceOf(tenantId: string, account: NamedAccount): Promise<NamedBalance | null> {
    for (let reading = 0; reading < MOST_READINGS; reading += 1) {
      const before = await this.find(tenantId, account.id);
      if (before === null) return null;
      const units = BigInt(before.units) + (await this.unitsSince(before));
      const after = await this.find(tenantId, account.id);
      if (after?.version === before.version) return { account, posted: Money.ofUnits(account.currency, units), since: before.since };
    }
    throw new RetryLater(`${account.id} is brought forward too fast.`);
  }

  async told(tenantId: string, accounts: readonly NamedAccount[]): Promise<{ accountId: string; posted: Money }[]> {
    const told: { accountId: string; posted: Money }[] = [];
    for (let start = 0; start < accounts.length; start += READ_AT_ONCE) {
      told.push(...(await Promise.all(accounts.slice(start, start + READ_AT_ONCE).map(async (account) => {
        const balance = await this.balanceOf(tenantId, account);
        return { accountId: account.id, posted: balance?.posted ?? Money.zero(account.currency) };
      }))));
    }
    return told;
  }

  async page(tenantId: string, query: NamedQuery): Promise<NamedPage> {
    const accountId = namesFrom(query);
    if (accountId === null) return { balances: [], hasMore: false };
    const found = await this.accounts.find({ tenantId, accountId }).sort({ accountId: 1 }).limit(query.limit + 1).lean();
    const named = found.slice(0, query.limit).flatMap((record) => namedAccountOf(record.accountId) ?? []);
    const balances = await Promise.all(named.map((account) => this.balanceOf(tenantId, account)));
    return { balances: balances.filter((balance) => balance !== null), hasMore: found.length > query.limit };
  }

  private find(tenantId: string, accountId: string): Promise<BroughtForward | null> {
    return this.accounts.findById(broughtForwardKeyOf(tenantId, accountId)).lean().exec();
  }

  /** What entries that are not in the sum come to: those that say so, but for the latest, which may say so still. */
  private async unitsSince({ tenantId, accountId, latest }: BroughtForward): Promise<bigint> {
    const found = await this.entries.find({ tenantId, notForwarded: accountId }, { lines: 1 }).lean();
    const forwarded = new Set(latest);
    return unitsOn(accountId, found.filter(({ _id }) => !forwarded.has(_id)));
  }
}
