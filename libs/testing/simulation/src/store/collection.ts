import { mongo } from 'mongoose';
import { compare, copied, matches, same, update, valuesAt, type Document } from './documents.js';

type Fields = Record<string, unknown>;

export interface FindOptions {
  readonly sort?: Readonly<Record<string, number>> | undefined;
  readonly limit?: number | undefined;
}

export interface Written {
  readonly matchedCount: number;
  readonly modifiedCount: number;
  readonly upsertedCount: number;
}

/** One operation of a bulk, as the driver takes it. */
export interface BulkOperation {
  readonly insertOne?: { readonly document: Fields };
  readonly updateOne?: { readonly filter: Fields; readonly update: Fields; readonly upsert?: boolean };
}

const DUPLICATE_KEY = 11_000;

/** What outlives every process: the documents of one collection and its unique indexes. Each call is one atomic step. */
export class StoredCollection {
  readonly documents = new Map<string, Document>();
  private readonly unique = new Map<string, readonly string[]>([['_id', ['_id']]]);

  constructor(readonly name: string) {}

  addUnique(fields: readonly string[]): void {
    this.unique.set(fields.join(','), fields);
  }

  find(filter: Fields, { sort, limit = 0 }: FindOptions = {}): Document[] {
    const found = this.matching(filter);
    const sorted = sort === undefined || Object.keys(sort).length === 0 ? found : found.sort((one, other) => orderOf(one, other, sort));
    return (limit > 0 ? sorted.slice(0, limit) : sorted).map(copied);
  }

  /** @throws MongoServerError as the server does, when a unique index is broken. */
  insert(given: Fields): void {
    const document = copied(given) as Document;
    this.mustBeUnique(document);
    this.documents.set(document._id, document);
  }

  update(filter: Fields, updates: Fields, { upsert = false, many = false } = {}): Written {
    const found = this.matching(filter);
    const chosen = many ? found : found.slice(0, 1);
    for (const document of chosen) this.change(document, updates);
    if (chosen.length > 0 || !upsert) return { matchedCount: chosen.length, modifiedCount: chosen.length, upsertedCount: 0 };
    const fresh: Fields = Object.fromEntries(Object.entries(filter).filter(([key, value]) => !key.startsWith('$') && (typeof value !== 'object' || value instanceof Date)));
    update(fresh, updates, true);
    this.insert(fresh);
    return { matchedCount: 0, modifiedCount: 0, upsertedCount: 1 };
  }

  delete(filter: Fields): number {
    const found = this.matching(filter);
    for (const { _id } of found) this.documents.delete(_id);
    return found.length;
  }

  /** @throws MongoBulkWriteError that names the operations that failed; when ordered, those behind the first are not done. */
  bulk(operations: readonly BulkOperation[], ordered: boolean): Written {
    const failures: { index: number; code: number; errmsg: string }[] = [];
    let matchedCount = 0;
    for (const [index, { insertOne, updateOne }] of operations.entries()) {
      try {
        if (insertOne) this.insert(insertOne.document);
        if (updateOne) matchedCount += this.update(updateOne.filter, updateOne.update, { upsert: updateOne.upsert ?? false }).matchedCount;
      } catch (error) {
        if (!(error instanceof mongo.MongoServerError)) throw error;
        failures.push({ index, code: DUPLICATE_KEY, errmsg: error.message });
        if (ordered) break;
      }
    }
    if (failures.length > 0) throw bulkError(failures, matchedCount);
    return { matchedCount, modifiedCount: matchedCount, upsertedCount: 0 };
  }

  private matching(filter: Fields): Document[] {
    const { _id: id } = filter;
    if (typeof id === 'string') {
      const one = this.documents.get(id);
      return one !== undefined && matches(one, filter) ? [one] : [];
    }
    const ids = (id as { $in?: string[] } | undefined)?.$in;
    const candidates = Array.isArray(ids) ? [...new Set(ids)].flatMap((each) => this.documents.get(each) ?? []) : [...this.documents.values()];
    return candidates.filter((document) => matches(document, filter));
  }

  private change(document: Document, updates: Fields): void {
    const next = copied(document);
    update(next, updates);
    this.mustBeUnique(next, document);
    this.documents.set(next._id, next);
  }

  private mustBeUnique(document: Document, before?: Document): void {
    for (const fields of this.unique.values()) {
      const values = fields.map((field) => valuesAt(document, field)[0]);
      if (before !== undefined && fields.every((field, index) => same(valuesAt(before, field)[0], values[index]))) continue;
      const taken = fields[0] === '_id' ? this.documents.has(document._id) : [...this.documents.values()].some((other) => other._id !== document._id && fields.every((field, index) => same(valuesAt(other, field)[0], values[index])));
      if (taken) throw duplicate(this.name, fields);
    }
  }
}

function orderOf(one: Document, other: Document, sort: Readonly<Record<string, number>>): number {
  for (const [field, direction] of Object.entries(sort)) {
    const order = compare(valuesAt(one, field)[0], valuesAt(other, field)[0]) ?? 0;
    if (order !== 0) return order * direction;
  }
  return 0;
}

function duplicate(collection: string, fields: readonly string[]): mongo.MongoServerError {
  const keyPattern = Object.fromEntries(fields.map((field) => [field, 1]));
  return new mongo.MongoServerError({ message: `E11000 duplicate key error collection: ${collection}`, code: DUPLICATE_KEY, keyPattern });
}

function bulkError(writeErrors: readonly { index: number; code: number; errmsg: string }[], matchedCount: number): mongo.MongoBulkWriteError {
  const result = { matchedCount, insertedCount: 0, modifiedCount: matchedCount, getWriteConcernError: () => undefined };
  return new mongo.MongoBulkWriteError({ message: 'E11000 duplicate key error', code: DUPLICATE_KEY, writeErrors } as never, result as never);
}

/** The databases of all services. */
export class Store {
  private readonly collections = new Map<string, StoredCollection>();

  of(database: string, name: string): StoredCollection {
    const key = `${database}.${name}`;
    const known = this.collections.get(key) ?? new StoredCollection(name);
    this.collections.set(key, known);
    return known;
  }

  all(): ReadonlyMap<string, StoredCollection> {
    return this.collections;
  }

  /** Every document as it is now, to begin other worlds with. */
  snapshot(): ReadonlyMap<string, readonly Document[]> {
    return new Map([...this.collections].map(([key, collection]) => [key, collection.find({})]));
  }

  /** Nothing is there but what was then. */
  restore(snapshot: ReadonlyMap<string, readonly Document[]>): void {
    for (const { documents } of this.collections.values()) documents.clear();
    for (const [key, documents] of snapshot) {
      const dot = key.indexOf('.');
      const collection = this.of(key.slice(0, dot), key.slice(dot + 1));
      for (const document of documents) collection.insert(document);
    }
  }
}
