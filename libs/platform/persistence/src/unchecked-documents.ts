import type { Model, Schema } from 'mongoose';
import { MAX_DOCUMENTS_PER_ANSWER } from './queries.js';

/** What a document has beside its content when running checks follow its collection. */
export interface CheckMarked {
  readonly _id: string;
  readonly tenantId: string;
  readonly unchecked?: boolean | string | undefined;
}

/** A document as it was when it was looked at. Without a version: what never changes. */
export interface CheckedVersion {
  readonly _id: string;
  readonly version?: number | undefined;
}

/** A model, of which only the collection counts: documents are read and written past mongoose's casting. */
export interface InCollection {
  readonly collection: Model<unknown>['collection'];
}

/** So many documents a check reads at once. */
export const CHECK_PAGE_SIZE = 500;

/** Only what is unchecked is in the index: it costs what there is to check, however much is stored. */
export function withCheckIndex<S extends Schema>(schema: S): S {
  schema.index({ tenantId: 1, unchecked: 1, _id: 1 }, { partialFilterExpression: { unchecked: { $exists: true } } });
  return schema;
}

/**
 * The documents of a collection that the running checks have to check: each write says so in the document itself, and only
 * what was looked at in that version is checked off (docs/decisions/0205).
 */
export class UncheckedDocuments<D extends CheckMarked> {
  constructor(private readonly model: InCollection) {}

  /** In the order of their ids, those behind `after`. */
  async page(tenantId: string, after = '', limit = CHECK_PAGE_SIZE): Promise<D[]> {
    const filter = { tenantId, unchecked: { $exists: true }, _id: { $gt: after } };
    return (await this.model.collection.find(filter as never, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).sort({ _id: 1 }).limit(limit).toArray()) as never;
  }

  /** Every page of them, each once however slowly they are taken. What is marked meanwhile may be left to the next check. */
  async *pages(tenantId: string): AsyncGenerator<D[]> {
    let page: D[];
    let after = '';
    do {
      page = await this.page(tenantId, after);
      after = page.at(-1)?._id ?? after;
      if (page.length > 0) yield page;
    } while (page.length === CHECK_PAGE_SIZE);
  }

  /** Those who have any. */
  async tenants(): Promise<string[]> {
    return (await this.model.collection.distinct('tenantId', { unchecked: { $exists: true } })) as string[];
  }

  /** They are right as they were looked at: one that has changed since is still to be looked at. */
  async checkOff(documents: readonly CheckedVersion[]): Promise<void> {
    if (documents.length === 0) return;
    const operations = documents.map(({ _id, version }) => ({
      updateOne: { filter: { _id, ...(version === undefined ? {} : { version }) }, update: { $unset: { unchecked: '' } } },
    }));
    await this.model.collection.bulkWrite(operations as never, { ordered: false });
  }

  /** They are looked at again and again until they are right. */
  async mark(ids: readonly string[], as: true | string = true): Promise<void> {
    if (ids.length === 0) return;
    await this.model.collection.updateMany({ _id: { $in: [...ids] }, unchecked: { $exists: false } } as never, { $set: { unchecked: as } });
  }
}
