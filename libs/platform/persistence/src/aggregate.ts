import { Schema, type IndexDefinition, type IndexOptions } from 'mongoose';
import type { z } from 'zod';
import type { Upcaster } from './aggregate.document.js';
import { fieldsOf, stored, type StoredNames } from './stored-names.js';
import { withCheckIndex } from './unchecked-documents.js';

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
