import type { BulkOperation, FindOptions, Store, StoredCollection, Written } from './collection.js';
import { copied, type Document } from './documents.js';

type Fields = Record<string, unknown>;

/** Lets a command reach the database after a while and its answer come back after another; faults happen on the way. */
export type Command = <T>(label: string, work: () => T) => Promise<T>;

interface Query {
  readonly filter: Fields;
  readonly options: FindOptions;
}

/** A question under way, in the manner of the driver's cursor and of mongoose's query: asked when it is awaited. */
export class Cursor<R> implements PromiseLike<R> {
  constructor(private readonly query: Query, private readonly ask: (query: Query) => Promise<R>) {}

  sort(sort: Readonly<Record<string, number>>): Cursor<R> {
    return this.with({ sort });
  }

  limit(limit: number): Cursor<R> {
    return this.with({ limit });
  }

  /** Whole documents are given: nobody rests on a field being absent. */
  project(): this {
    return this;
  }

  lean(): this {
    return this;
  }

  toArray(): Promise<R> {
    return this.ask(this.query);
  }

  exec(): Promise<R> {
    return this.ask(this.query);
  }

  then<A = R, B = never>(fulfilled?: ((value: R) => A | PromiseLike<A>) | null, rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
    return this.ask(this.query).then(fulfilled, rejected);
  }

  private with(options: FindOptions): Cursor<R> {
    return new Cursor({ ...this.query, options: { ...this.query.options, ...options } }, this.ask);
  }
}

/** A collection as one process reaches it, with those methods of the driver's that are used. */
export class CollectionHandle {
  constructor(private readonly stored: StoredCollection, private readonly command: Command) {}

  get collectionName(): string {
    return this.stored.name;
  }

  createIndex(): Promise<void> {
    return Promise.resolve();
  }

  find(filter: Fields = {}, options: FindOptions = {}): Cursor<Document[]> {
    const question = copied(filter);
    return new Cursor({ filter: question, options }, (query) => this.run('find', () => this.stored.find(query.filter, query.options)));
  }

  findOne(filter: Fields = {}): Cursor<Document | null> {
    return new Cursor({ filter: copied(filter), options: {} }, (query) => this.run('find', () => this.stored.find(query.filter, { limit: 1 })[0] ?? null));
  }

  insertOne(document: Fields): Promise<void> {
    const given = copied(document);
    return this.run('insert', () => this.stored.insert(given));
  }

  insertMany(documents: readonly Fields[], { ordered = true }: { ordered?: boolean } = {}): Promise<Written> {
    const given = copied(documents).map((document) => ({ insertOne: { document } }));
    return this.run('insert', () => this.stored.bulk(given, ordered));
  }

  updateOne(filter: Fields, updates: Fields, { upsert = false }: { upsert?: boolean } = {}): Promise<Written> {
    const [asked, given] = [copied(filter), copied(updates)];
    return this.run('update', () => this.stored.update(asked, given, { upsert }));
  }

  updateMany(filter: Fields, updates: Fields): Promise<Written> {
    const [asked, given] = [copied(filter), copied(updates)];
    return this.run('update', () => this.stored.update(asked, given, { many: true }));
  }

  deleteMany(filter: Fields): Promise<{ deletedCount: number }> {
    const asked = copied(filter);
    return this.run('delete', () => ({ deletedCount: this.stored.delete(asked) }));
  }

  bulkWrite(operations: readonly BulkOperation[], { ordered = true }: { ordered?: boolean } = {}): Promise<Written> {
    const given = copied(operations);
    return this.run('bulk', () => this.stored.bulk(given, ordered));
  }

  private run<T>(verb: string, work: () => T): Promise<T> {
    return this.command(`${verb} ${this.stored.name}`, work);
  }
}

/** The same in the manner of a mongoose model. */
export class ModelHandle {
  readonly collection: CollectionHandle;

  constructor(readonly modelName: string, stored: StoredCollection, command: Command) {
    this.collection = new CollectionHandle(stored, command);
  }

  find(filter: Fields = {}): Cursor<Document[]> {
    return this.collection.find(filter);
  }

  findOne(filter: Fields = {}): Cursor<Document | null> {
    return this.collection.findOne(filter);
  }

  findById(id: string): Cursor<Document | null> {
    return this.collection.findOne({ _id: id });
  }

  exists(filter: Fields): Cursor<Document | null> {
    return this.collection.findOne(filter);
  }

  distinct(field: string): { exec: () => Promise<unknown[]> } {
    return { exec: async () => [...new Set((await this.collection.find()).map((document) => document[field]))] };
  }

  updateOne(filter: Fields, updates: Fields): Promise<Written> {
    return this.collection.updateOne(filter, updates);
  }

  updateMany(filter: Fields, updates: Fields): Promise<Written> {
    return this.collection.updateMany(filter, updates);
  }
}

/** What a model is made of, as mongoose gives it. */
interface IndexedSchema {
  indexes(): [Record<string, unknown>, { unique?: boolean; partialFilterExpression?: unknown }][];
}

const unique = new Map<IndexedSchema, readonly (readonly string[])[]>();

/** The fields of its unique indexes: read once, and used for every process. */
function uniqueIn(schema: IndexedSchema): readonly (readonly string[])[] {
  const known = unique.get(schema) ?? schema.indexes().filter(([, options]) => options.unique === true).map(([fields]) => Object.keys(fields));
  unique.set(schema, known);
  return known;
}

/** One process's connection to its service's database. */
export class SimulatedConnection {
  readonly models: Record<string, ModelHandle> = {};
  readonly config = {};
  readonly readyState = 1;

  constructor(private readonly store: Store, private readonly database: string, private readonly command: Command) {}

  model(name: string, schema: IndexedSchema, collection = name): ModelHandle {
    const stored = this.store.of(this.database, collection);
    for (const fields of uniqueIn(schema)) stored.addUnique(fields);
    return (this.models[name] ??= new ModelHandle(name, stored, this.command));
  }

  collection(name: string): CollectionHandle {
    return new CollectionHandle(this.store.of(this.database, name), this.command);
  }

  plugin(): void {}
}
