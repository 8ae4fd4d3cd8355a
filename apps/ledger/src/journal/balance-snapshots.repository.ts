import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { withCheckIndex } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import { ENTRIES, OnceInserts, text, time, unitsOn, type EntryDocument } from './entries.repository.js';
import { systemAccountsIn } from './system-account.js';

/** The balance snapshot of a system account: the sum of those of its entries that no longer name it in `notForwarded`, and of `latest`. */
export interface BalanceSnapshot {
  _id: string;
  tenantId: string;
  accountId: string;
  since: Date;
  /** Grows with every advance. */
  version: number;
  /** Credits less debits in minor units, as digits. */
  units: string;
  /** Entries that are in `units` although they may still name the account in `notForwarded`: those of the last advance. */
  latest: string[];
  /** Changed since the books' check found the sum right. */
  unchecked?: true;
}

/** Each part is escaped, so that no two names make the same key. */
export const snapshotKeyOf = (tenantId: string, accountId: string): string => [tenantId, accountId].map(encodeURIComponent).join('/');

/** The snapshot of an account before any entry is in it. */
export const newSnapshot = (tenantId: string, accountId: string, since: Date): BalanceSnapshot => ({
  _id: snapshotKeyOf(tenantId, accountId), tenantId, accountId, since, version: 1, units: '0', latest: [], unchecked: true,
});

export const BALANCE_SNAPSHOTS = 'brought_forward';

/** Sums of accounts that are there by their names: `tenantId/accountId` → the sum, and how far it goes. */
export const balanceSnapshotSchema: Schema = withCheckIndex(new Schema(
  { _id: text, tenantId: text, accountId: text, since: time, version: { type: Number, required: true }, units: text, latest: [String] },
  { versionKey: false },
));
balanceSnapshotSchema.index({ tenantId: 1, accountId: 1 });

/** Entries that one advance adds; their ids stay in the snapshot. */
const ENTRIES_AT_ONCE = 256;

/** One entry in so many advances its accounts' snapshots, so none is ever far behind, and nobody has to count. */
const ONE_IN = 64;

/** Keys of accounts that are known to be there, remembered at most. None ever goes away. */
const MOST_KNOWN = 10_000;

/** Ids are made by hashing, so their last digits are as good as drawn. */
const isDrawn = ({ _id }: EntryDocument): boolean => Number.parseInt(_id.slice(-4), 16) % ONE_IN === 0;

/**
 * Keeps the balance snapshots of system accounts near the journal's end (docs/decisions/0022). An entry itself names the accounts
 * whose snapshot does not have it yet, since entries are inserted in no order and no point in time would part them.
 */
@Injectable()
export class BalanceSnapshots {
  private readonly known = new Set<string>();
  private readonly inserts: OnceInserts<BalanceSnapshot>;

  constructor(
    @InjectModel(ENTRIES) private readonly entries: Model<EntryDocument>,
    @InjectModel(BALANCE_SNAPSHOTS) private readonly accounts: Model<BalanceSnapshot>,
  ) {
    this.inserts = new OnceInserts(accounts);
  }

  /** Creates the missing snapshots of the entries' accounts before the entries are inserted: an account without one has no balance. */
  async ensure(tenantId: string, documents: readonly EntryDocument[]): Promise<void> {
    const firsts = new Map(documents.flatMap((document) => systemAccountsIn(document).map((name) => [name, document.at] as const)));
    const records = [...firsts].map(([name, at]) => newSnapshot(tenantId, name, at)).filter(({ _id }) => !this.known.has(_id));
    if (records.length === 0) return;
    const there = new Set((await this.accounts.find({ _id: { $in: records.map(({ _id }) => _id) } }, { _id: 1 }).lean()).map(({ _id }) => _id));
    await this.inserts.add(records.filter(({ _id }) => !there.has(_id)));
    this.remember(records);
  }

  private remember(records: readonly BalanceSnapshot[]): void {
    if (this.known.size > MOST_KNOWN) this.known.clear();
    for (const { _id } of records) this.known.add(_id);
  }

  /** Advances the snapshots that the drawn entries concern. */
  async afterInsert(tenantId: string, documents: readonly EntryDocument[]): Promise<void> {
    const names = new Set(documents.filter(isDrawn).flatMap(systemAccountsIn));
    await Promise.all([...names].map((name) => this.advance(tenantId, name)));
  }

  /**
   * Adds entries to an account's snapshot, each once. Only one of several who do so at a time succeeds; the others leave it.
   * A process that dies on the way leaves entries in `latest` whose marks the next advance removes.
   */
  async advance(tenantId: string, accountId: string): Promise<void> {
    const known = await this.accounts.findById(snapshotKeyOf(tenantId, accountId)).lean();
    if (known === null) return;
    await this.unmark(accountId, known.latest);
    const batch = await this.entries.find({ tenantId, notForwarded: accountId }).limit(ENTRIES_AT_ONCE).lean();
    if (batch.length === 0) return;
    const latest = batch.map(({ _id }) => _id);
    const units = (BigInt(known.units) + unitsOn(accountId, batch)).toString();
    const { _id, version } = known;
    const { matchedCount } = await this.accounts.updateOne({ _id, version }, { $set: { version: version + 1, units, latest, unchecked: true } });
    if (matchedCount === 1) await this.unmark(accountId, latest);
  }

  private async unmark(accountId: string, entryIds: readonly string[]): Promise<void> {
    if (entryIds.length > 0) await this.entries.updateMany({ _id: { $in: [...entryIds] } }, { $pull: { notForwarded: accountId } });
  }
}
