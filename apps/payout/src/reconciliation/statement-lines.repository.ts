import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { positiveMoneySchema } from '@sluice/contract-kit';
import { insertNew, withCheckIndex, MAX_DOCUMENTS_PER_ANSWER, UncheckedDocuments, type CheckMarked } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import { z } from 'zod';
import type { StatementLine } from '../providers/bank.js';

export const STATEMENT_LINES = 'statement_lines';
export const STATEMENT_MARKS = 'statement_marks';

const WRITTEN_AT_ONCE = 500;

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;

/** `tenantId/key` → a line of the bank's books as it was read last. */
export const statementLinesSchema: Schema = withCheckIndex(
  new Schema({ _id: text, tenantId: text, key: text, endToEndId: text, amount: { type: Object, required: true }, status: text, version: number }, { versionKey: false }).index({ tenantId: 1, endToEndId: 1 }),
);

/** `tenantId` → how far its lines go. */
export const statementMarksSchema: Schema = new Schema({ _id: text, position: number, begunAt: { type: Date, required: true }, lookedInFullAt: { type: Date, required: true } }, { versionKey: false });

const lineSchema = z.object({ key: z.string(), endToEndId: z.string(), amount: positiveMoneySchema, status: z.enum(['accepted', 'settled', 'returned']) });

/** A line as it is kept. `version`: the position of the bank's books that it was read at. */
export interface KeptLine extends CheckMarked {
  readonly key: string;
  readonly endToEndId: string;
  readonly version: number;
}

/** How far the bank's books were read, and when they were read as a whole: at first, and last. */
export interface StatementMark {
  readonly position: number;
  readonly begunAt: Date;
  readonly lookedInFullAt: Date;
}

const idOf = (tenantId: string, key: string): string => [tenantId, key].map(encodeURIComponent).join('/');

/** The bank's books as far as they were read, so that only what has changed in them is requested (docs/decisions/0207). */
@Injectable()
export class StatementLines {
  readonly unchecked: UncheckedDocuments<KeptLine>;

  constructor(@InjectModel(STATEMENT_LINES) private readonly lines: Model<unknown>, @InjectModel(STATEMENT_MARKS) private readonly marks: Model<unknown>) {
    this.unchecked = new UncheckedDocuments(lines);
  }

  async mark(tenantId: string): Promise<StatementMark | null> {
    return (await this.marks.collection.findOne({ _id: tenantId } as never)) as StatementMark | null;
  }

  /** Keeps what was read at a position of the bank's books. What was read at a later one stays; what was read twice is kept once. */
  async keep(tenantId: string, lines: readonly StatementLine[], version: number): Promise<void> {
    for (let start = 0; start < lines.length; start += WRITTEN_AT_ONCE) await this.write(tenantId, lines.slice(start, start + WRITTEN_AT_ONCE), version);
  }

  /** From now on the lines go as far as that: called when they do. */
  async markAt(tenantId: string, position: number): Promise<void> {
    await this.marks.collection.updateOne({ _id: tenantId, position: { $lt: position } } as never, { $set: { position } });
  }

  /** Another instance may have gone farther meanwhile, unless these are other books. */
  async comparedInFull(tenantId: string, { position, isOther }: { readonly position: number; readonly isOther: boolean }, at: Date): Promise<void> {
    const moved = isOther ? { $set: { position, lookedInFullAt: at } } : { $set: { lookedInFullAt: at }, $max: { position } };
    await this.marks.collection.updateOne({ _id: tenantId } as never, { ...moved, $setOnInsert: { begunAt: at } }, { upsert: true });
  }

  /** The stored lines of these references, or of these keys. */
  async of(tenantId: string, names: { readonly endToEndIds: readonly string[] } | { readonly keys: readonly string[] }): Promise<StatementLine[]> {
    const filter = 'keys' in names ? { _id: { $in: names.keys.map((key) => idOf(tenantId, key)) } } : { tenantId, endToEndId: { $in: [...names.endToEndIds] } };
    return z.array(lineSchema).parse(await this.lines.collection.find(filter as never, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).toArray());
  }

  /** Keeps these lines and no others: they are all that the bank had at a position. What is kept as it is already is not written, and what was read later stays, unless these are other books. */
  async keepOnly(tenantId: string, lines: readonly StatementLine[], { position: version, isOther }: { readonly position: number; readonly isOther: boolean }): Promise<void> {
    const wanted = new Map(lines.map((line) => [idOf(tenantId, line.key), line]));
    const stale: string[] = [];
    const isKept = new Set<string>();
    for await (const one of this.lines.collection.find({ tenantId })) {
      const [id, kept] = [String(one['_id']), lineSchema.parse(one)];
      const line = wanted.get(id);
      if (line !== undefined && JSON.stringify(lineSchema.parse(line)) === JSON.stringify(kept)) isKept.add(id);
      else if (isOther || (line === undefined && Number(one['version']) <= version)) stale.push(id);
    }
    for (let start = 0; start < stale.length; start += WRITTEN_AT_ONCE) await this.lines.collection.deleteMany({ _id: { $in: stale.slice(start, start + WRITTEN_AT_ONCE) } } as never);
    await this.keep(tenantId, lines.filter(({ key }) => !isKept.has(idOf(tenantId, key))), version);
  }

  /** So that the lines of these references are compared again. */
  async markReferences(tenantId: string, endToEndIds: readonly string[]): Promise<void> {
    await this.unchecked.mark((await this.of(tenantId, { endToEndIds })).map(({ key }) => idOf(tenantId, key)));
  }

  private async write(tenantId: string, lines: readonly StatementLine[], version: number): Promise<void> {
    const fieldsOf = ({ key, endToEndId, amount, status }: StatementLine) => ({ key, endToEndId, amount, status, version, unchecked: true });
    const updates = lines.map((line) => ({ updateOne: { filter: { _id: idOf(tenantId, line.key), version: { $lt: version } }, update: { $set: fieldsOf(line) } } }));
    const { matchedCount } = await this.lines.collection.bulkWrite(updates as never, { ordered: false });
    if (matchedCount === lines.length) return;
    const there = new Set((await this.of(tenantId, { keys: lines.map(({ key }) => key) })).map(({ key }) => key));
    const inserts = lines.filter(({ key }) => !there.has(key)).map((line) => ({ _id: idOf(tenantId, line.key), tenantId, ...fieldsOf(line) }));
    if (inserts.length === 0) return;
    await insertNew(this.lines.collection, inserts);
  }
}
