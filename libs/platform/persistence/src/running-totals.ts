import { Schema } from 'mongoose';
import type { Part } from './aggregate.document.js';
import { isDuplicateKey, MAX_DOCUMENTS_PER_ANSWER } from './queries.js';
import { withCheckIndex, UncheckedDocuments, type CheckMarked, type InCollection } from './unchecked-documents.js';

/** An instance of an older program writes without a mark. By then none is left beside the first of this one. */
const UNTIL_ALL_ARE_REPLACED_MS = 600_000;
const LOOK_IN_FULL_EVERY_MS = 24 * 3_600_000;

/** Differences that are corrected in one fold. */
const CORRECTED_AT_ONCE = 500;
const MOST_RACES = 5;

/** A total: the sum of a name over all documents that are counted. */
export interface Total extends CheckMarked {
  readonly name: string;
  /** Minor units, as digits. */
  readonly units: string;
  /** The fold that it was changed by last. */
  readonly fold: number;
}

/** A document that a fold counts, as it was looked at. */
export interface Counting {
  readonly id: string;
  /** Absent where documents never change. */
  readonly version?: number | undefined;
  /** Whether it is right, so that it has not to be looked at again. */
  readonly isRight: boolean;
  /** All that is in the totals of it from now on. */
  readonly parts: readonly Part[];
}

/** How far the totals of a tenant go. `counting` and `totals` are of the latest fold, which is carried out by whoever comes next. */
interface Head {
  readonly _id: string;
  readonly fold: number;
  readonly counting: readonly Counting[];
  readonly totals: readonly Part[];
  readonly begunAt: Date;
  readonly lookedInFullAt?: Date;
}

/** Whether a full check is due: at first, once more when no instance of an older program can be left, and then now and then (docs/decisions/0205). */
export function isFullCheckDue({ begunAt, lookedInFullAt }: { readonly begunAt: Date; readonly lookedInFullAt?: Date | undefined }, now: Date): boolean {
  if (lookedInFullAt === undefined || now.getTime() - lookedInFullAt.getTime() >= LOOK_IN_FULL_EVERY_MS) return true;
  const replacedAt = begunAt.getTime() + UNTIL_ALL_ARE_REPLACED_MS;
  return lookedInFullAt.getTime() < replacedAt && now.getTime() >= replacedAt;
}

/** Writes into the documents that they are counted by this fold. It may be called again, and late: what a later fold has written stays. */
export type MarkCounted = (fold: number, counting: readonly Counting[]) => Promise<void>;

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;

/** `tenantId/name` → the total. Those that have changed are unchecked. */
export const totalsSchema: Schema = withCheckIndex(new Schema({ _id: text, tenantId: text, name: text, units: text, fold: number }, { versionKey: false }).index({ tenantId: 1, name: 1 }));

const headSchema = { type: [Object], required: true } as const;

/** `tenantId` → how far its totals go. */
export const headsSchema: Schema = new Schema(
  { _id: text, fold: number, counting: headSchema, totals: headSchema, begunAt: { type: Date, required: true }, lookedInFullAt: Date }, { versionKey: false },
);

export const totalKeyOf = (tenantId: string, name: string): string => [tenantId, name].map(encodeURIComponent).join('/');

/**
 * Sums over documents, each counted once, that are added to and never added up anew but to prove them (docs/decisions/0206).
 * A fold is one compare-and-set on the tenant's head that says which documents it counts and what the totals are then. Carrying it out
 * may be repeated by anybody, and nothing is folded before the fold before is carried out. So there is no lock to be left behind.
 */
export class RunningTotals {
  private readonly unchecked: UncheckedDocuments<Total>;

  constructor(private readonly heads: InCollection, private readonly totals: InCollection, private readonly markCounted: MarkCounted) {
    this.unchecked = new UncheckedDocuments<Total>(totals);
  }

  /** The latest fold, carried out. What is read afterwards and before a fold from this one succeeds is of one moment. */
  async fold(tenantId: string): Promise<number> {
    const head = await this.head(tenantId);
    await this.carryOut(tenantId, head);
    return head.fold;
  }

  /** Whether the tenant was never looked at in full, or so long ago that what an older program wrote since may not be known. */
  async isFullCheckDue(tenantId: string, now: Date): Promise<boolean> {
    return isFullCheckDue(await this.head(tenantId), now);
  }

  /** `at` is when the look began. */
  async checkedInFull(tenantId: string, at: Date): Promise<void> {
    await this.heads.collection.updateOne({ _id: tenantId } as never, { $set: { lookedInFullAt: at } });
  }

  /** A name that has no total is not in the answer. */
  async of(tenantId: string, names: readonly string[]): Promise<Map<string, bigint>> {
    return new Map((await this.find({ _id: { $in: names.map((name) => totalKeyOf(tenantId, name)) } })).map(({ name, units }) => [name, BigInt(units)]));
  }

  async all(tenantId: string): Promise<Map<string, bigint>> {
    return new Map((await this.find({ tenantId })).map(({ name, units }) => [name, BigInt(units)]));
  }

  /** Totals that have changed since they were checked off, page by page. */
  changed(tenantId: string): AsyncGenerator<Total[]> {
    return this.unchecked.pages(tenantId);
  }

  async checkOff(totals: readonly Pick<Total, '_id' | 'fold'>[]): Promise<void> {
    if (totals.length === 0) return;
    const operations = totals.map(({ _id, fold }) => ({ updateOne: { filter: { _id, fold }, update: { $unset: { unchecked: '' } } } }));
    await this.totals.collection.bulkWrite(operations as never, { ordered: false });
  }

  /** So that the names are looked at again. */
  markNames(tenantId: string, names: readonly string[]): Promise<void> {
    return this.unchecked.mark(names.map((name) => totalKeyOf(tenantId, name)));
  }

  /**
   * Counts documents: `changes` is by how much more they are in the totals than before.
   * @returns false when something was folded since `from`, which was read before the documents were: then nothing has happened.
   */
  async count(tenantId: string, from: number, counting: readonly Counting[], changes: ReadonlyMap<string, bigint>): Promise<boolean> {
    const before = await this.of(tenantId, [...changes.keys()]);
    const totals = [...changes].map(([name, units]) => ({ name, units: ((before.get(name) ?? 0n) + units).toString() }));
    return this.advance(tenantId, from, { counting, totals });
  }

  /**
   * Proves the totals by what `addUp` makes of all documents that are counted, and corrects them where they are not the same.
   * @returns the names that were corrected; null when folds kept coming in between, and nothing is proved.
   */
  async prove(tenantId: string, addUp: () => Promise<ReadonlyMap<string, bigint>>): Promise<string[] | null> {
    const corrected: string[] = [];
    for (let race = 0; race < MOST_RACES; race += 1) {
      const from = await this.fold(tenantId);
      const [right, stored] = [await addUp(), await this.all(tenantId)];
      const names = [...new Set([...right.keys(), ...stored.keys()])].filter((name) => (right.get(name) ?? 0n) !== (stored.get(name) ?? 0n) || !stored.has(name));
      const totals = names.slice(0, CORRECTED_AT_ONCE).map((name) => ({ name, units: (right.get(name) ?? 0n).toString() }));
      if (totals.length === 0 && (await this.fold(tenantId)) === from) return corrected;
      if (totals.length === 0 || !(await this.advance(tenantId, from, { counting: [], totals }))) continue;
      corrected.push(...totals.map(({ name }) => name));
      race = -1;
    }
    return null;
  }

  private async head(tenantId: string): Promise<Head> {
    const known = (await this.heads.collection.findOne({ _id: tenantId } as never)) as Head | null;
    if (known !== null) return known;
    const begun: Head = { _id: tenantId, fold: 0, counting: [], totals: [], begunAt: new Date() };
    await ifNew(this.heads.collection.insertOne(begun as never));
    return this.head(tenantId);
  }

  private async advance(tenantId: string, from: number, { counting, totals }: Pick<Head, 'counting' | 'totals'>): Promise<boolean> {
    const fold = from + 1;
    const { matchedCount } = await this.heads.collection.updateOne({ _id: tenantId, fold: from } as never, { $set: { fold, counting, totals } }, { ignoreUndefined: true });
    if (matchedCount === 0) return false;
    await this.carryOut(tenantId, { fold, counting, totals });
    return true;
  }

  /** Totals before documents: a document that says it is counted is in them. Once it is done, the head says so, and nobody does it again. */
  private async carryOut(tenantId: string, { fold, counting, totals }: Pick<Head, 'fold' | 'counting' | 'totals'>): Promise<void> {
    if (counting.length === 0 && totals.length === 0) return;
    if (totals.length > 0) await this.writeTotals(tenantId, fold, totals);
    if (counting.length > 0) await this.markCounted(fold, counting);
    await this.heads.collection.updateOne({ _id: tenantId, fold } as never, { $set: { counting: [], totals: [] } });
  }

  /** One that is there is changed by a later fold only. One that is not there is made, unless somebody else does the same just now. */
  private async writeTotals(tenantId: string, fold: number, totals: readonly Part[]): Promise<void> {
    const operations = totals.map(({ name, units }) => ({ updateOne: { filter: { _id: totalKeyOf(tenantId, name), fold: { $lt: fold } }, update: { $set: { units, fold, unchecked: true } } } }));
    const { matchedCount } = await this.totals.collection.bulkWrite(operations as never, { ordered: false });
    if (matchedCount === totals.length) return;
    const there = new Set((await this.find({ _id: { $in: totals.map(({ name }) => totalKeyOf(tenantId, name)) } })).map(({ name }) => name));
    const made = totals.filter(({ name }) => !there.has(name)).map(({ name, units }) => ({ _id: totalKeyOf(tenantId, name), tenantId, name, units, fold, unchecked: true }));
    if (made.length > 0) await ifNew(this.totals.collection.insertMany(made as never, { ordered: false }));
  }

  private async find(filter: object): Promise<Total[]> {
    return (await this.totals.collection.find(filter as never, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).toArray()) as never;
  }
}

const ifNew = (inserting: Promise<unknown>): Promise<unknown> => inserting.catch((error: unknown) => (isDuplicateKey(error) ? undefined : Promise.reject(error as Error)));
