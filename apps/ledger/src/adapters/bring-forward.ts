import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { broughtForwardKeyOf, namesIn, newBroughtForward, type BroughtForward } from './brought-forward.record.js';
import { unitsOn, type EntryDocument } from './entry.document.js';
import { BROUGHT_FORWARD, ENTRIES } from './ledger.schemas.js';
import { OnceInserts } from './once-inserts.js';

/** Entries that are brought forward at once; their ids stay in the account's record. */
const MOST_AT_ONCE = 256;

/** One entry in so many brings its accounts forward, so no sum is ever far behind, and nobody has to count. */
const ONE_IN = 64;

/** Keys of accounts that are known to be there, remembered at most. None ever goes away. */
const MOST_KNOWN = 10_000;

/** Ids are made by hashing, so their last digits are as good as drawn. */
const isDrawn = ({ _id }: EntryDocument): boolean => Number.parseInt(_id.slice(-4), 16) % ONE_IN === 0;

/**
 * Keeps the sums of accounts that are there by their names near the journal's end (docs/decisions/0022). An entry says itself
 * on which accounts it is not brought forward, since entries are filed in no order and no point in time would part them.
 */
@Injectable()
export class BringForward {
  private readonly known = new Set<string>();
  private readonly inserts: OnceInserts<BroughtForward>;

  constructor(
    @InjectModel(ENTRIES) private readonly entries: Model<EntryDocument>,
    @InjectModel(BROUGHT_FORWARD) private readonly accounts: Model<BroughtForward>,
  ) {
    this.inserts = new OnceInserts(accounts);
  }

  /** Sees to it that every account of the entries is known, before they are filed: an account nobody knows has no balance. */
  async introduce(tenantId: string, documents: readonly EntryDocument[]): Promise<void> {
    const firsts = new Map(documents.flatMap((document) => namesIn(document).map((name) => [name, document.at] as const)));
    const records = [...firsts].map(([name, at]) => newBroughtForward(tenantId, name, at)).filter(({ _id }) => !this.known.has(_id));
    if (records.length === 0) return;
    const there = new Set((await this.accounts.find({ _id: { $in: records.map(({ _id }) => _id) } }, { _id: 1 }).lean()).map(({ _id }) => _id));
    await this.inserts.add(records.filter(({ _id }) => !there.has(_id)));
    this.remember(records);
  }

  private remember(records: readonly BroughtForward[]): void {
    if (this.known.size > MOST_KNOWN) this.known.clear();
    for (const { _id } of records) this.known.add(_id);
  }

  /** Brings forward the accounts of those entries that are drawn. */
  async afterFiling(tenantId: string, documents: readonly EntryDocument[]): Promise<void> {
    const names = new Set(documents.filter(isDrawn).flatMap(namesIn));
    await Promise.all([...names].map((name) => this.bring(tenantId, name)));
  }

  /**
   * Takes entries into an account's sum, each once. Only one of several who do so at a time succeeds; the others leave it.
   * Whoever dies on the way leaves entries in `latest` that are marked by whoever comes next.
   */
  async bring(tenantId: string, accountId: string): Promise<void> {
    const known = await this.accounts.findById(broughtForwardKeyOf(tenantId, accountId)).lean();
    if (known === null) return;
    await this.mark(accountId, known.latest);
    const batch = await this.entries.find({ tenantId, notForwarded: accountId }).limit(MOST_AT_ONCE).lean();
    if (batch.length === 0) return;
    const latest = batch.map(({ _id }) => _id);
    const units = (BigInt(known.units) + unitsOn(accountId, batch)).toString();
    const { _id, version } = known;
    const { matchedCount } = await this.accounts.updateOne({ _id, version }, { $set: { version: version + 1, units, latest, unchecked: true } });
    if (matchedCount === 1) await this.mark(accountId, latest);
  }

  private async mark(accountId: string, entryIds: readonly string[]): Promise<void> {
    if (entryIds.length > 0) await this.entries.updateMany({ _id: { $in: [...entryIds] } }, { $pull: { notForwarded: accountId } });
  }
}
