import { type IndexDefinition, type IndexOptions, Schema } from 'mongoose';
import { z } from 'zod';
import type { Upcaster } from './aggregate.document.js';
import { withCheckIndex } from './unchecked-documents.js';

/** The names of fields in stored documents, by the names that code uses. A field that is not listed has one name. */
export type StoredNames<S> = Partial<Record<keyof S & string, string>>;

type Fields = Record<string, unknown>;

const fieldsSchema = z.custom<Fields>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'is not an object');

/**
 * The object of this schema as documents have it: what is stored keeps its names for good, and code reads by today's. A stored field that has
 * by chance the name which code gives to another one is not known, like any field of another version.
 */
export function stored<S extends object>(schema: z.ZodType<S>, names: StoredNames<NoInfer<S>>): z.ZodType<S> {
  const toStored = new Map(Object.entries(names as Record<string, string>));
  const toCode = new Map([...toStored].map(([name, storedName]) => [storedName, name]));
  const decode = (document: Fields): Fields =>
    Object.fromEntries(Object.entries(document).flatMap(([name, value]) => (toStored.has(name) && !toCode.has(name) ? [] : [[toCode.get(name) ?? name, value]])));
  const encode = (state: Fields): Fields => Object.fromEntries(Object.entries(state).map(([name, value]) => [toStored.get(name) ?? name, value]));
  const renamed = z.codec(fieldsSchema, schema as z.ZodType<S, Fields>, { decode, encode });
  return Object.assign(renamed as unknown as z.ZodType<S>, { [STORED_FIELDS]: fieldsOf(schema).map((name) => toStored.get(name) ?? name) });
}

const STORED_FIELDS = Symbol('stored fields');

/** The names of the fields that documents of this schema have; none where it does not list them. */
export function fieldsOf(schema: z.ZodType): readonly string[] {
  const renamed = (schema as { readonly [STORED_FIELDS]?: readonly string[] })[STORED_FIELDS];
  if (renamed !== undefined) return renamed;
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.flatMap((option) => fieldsOf(option as z.ZodType)))];
  return [];
}

/** The fields of an index by their stored names, alone or with what else is to be said of it. */
export type Index = IndexDefinition | readonly [IndexDefinition, IndexOptions];

export interface AggregateDescription<S extends object> {
  readonly collection: string;
  /** What a state may hold: the one description of it. */
  readonly state: z.ZodType<S>;
  readonly indexes?: readonly Index[];
  /** How fields are called in documents where code calls them otherwise. For those of nested objects there is `stored`. */
  readonly storedNames?: StoredNames<NoInfer<S>>;
  /** Of each earlier shape of its documents, in their order: what makes the next one of it. Only ever added to (UPGRADING.md). */
  readonly upcasters?: readonly Upcaster[];
  /** The field with the sequence number in which a tenant's documents were made; no two have the same. */
  readonly sequence?: keyof NoInfer<S> & string;
  /** What one is called in a refusal: there is no such … */
  readonly thing?: string;
  /** Paths of stored fields that are sealed in documents, such as `numbers` or `payment.creditor`. No question can be asked about them. */
  readonly sealed?: readonly string[];
  /** Whether running checks follow what changes: every write then says that the document is unchecked (docs/decisions/0205). */
  readonly isChecked?: boolean;
  /** Whether all that ever happens to an aggregate belongs to the trace it began in, whoever asks for it later. */
  readonly staysInItsTrace?: boolean;
}

/** One kind of aggregate, as its module lists it (it is a `ModelDefinition`) and as its repository needs it. */
export interface Aggregate<S extends object> {
  readonly name: string;
  readonly collection: string;
  /** Mongoose keeps the model and its indexes; documents are read and written past its casting. */
  readonly schema: Schema;
  readonly state: z.ZodType<S>;
  readonly upcasters: readonly Upcaster[];
  readonly sequence: string | null;
  readonly thing: string | null;
  readonly sealed: readonly string[];
  readonly isChecked: boolean;
  readonly staysInItsTrace: boolean;
}

/** Everything that is to be said of one kind of aggregate, in one place; the model, its indexes and its codec follow from it. */
export function aggregate<S extends object>(description: AggregateDescription<S>): Aggregate<S> {
  const { collection, storedNames, upcasters = [], sequence = null, thing = null, sealed = [], isChecked = false, staysInItsTrace = false } = description;
  const state = storedNames === undefined ? description.state : stored(description.state, storedNames);
  const schema = withIndexes(documentSchema(fieldsOf(state)), [
    [{ dueAt: 1 }, { sparse: true }],
    [{ 'outbox.at': 1 }, { sparse: true }],
    ...(sequence === null ? [] : [[{ tenantId: 1, [storedNames?.[sequence] ?? sequence]: 1 }, { unique: true }] as const]),
    ...(description.indexes ?? []),
  ]);
  return { name: collection, collection, schema: isChecked ? withCheckIndex(schema) : schema, state, upcasters, sequence, thing, sealed, isChecked, staysInItsTrace };
}

function documentSchema(fields: readonly string[]): Schema {
  const schema = new Schema(
    {
      _id: { type: String, required: true },
      tenantId: { type: String, required: true },
      version: { type: Number, required: true },
      dueAt: { type: Date },
      outbox: { type: [Object], required: true },
      cause: { type: Object, required: true },
    },
    { versionKey: false },
  );
  schema.add(Object.fromEntries(fields.map((field) => [field, Schema.Types.Mixed])));
  return schema;
}

export function withIndexes(schema: Schema, indexes: readonly Index[]): Schema {
  for (const index of indexes) {
    const [fields, options] = (Array.isArray(index) ? index : [index, {}]) as [IndexDefinition, IndexOptions];
    schema.index({ ...fields }, { ...options });
  }
  return schema;
}
