import { Schema, type SchemaDefinition } from 'mongoose';
import type { AggregateDocument } from './aggregate.document.js';

/**
 * The collection of an aggregate: the state's fields and their indexes, beside the platform's own. What a field may hold
 * is said by the store's zod schema; documents are read and written past mongoose's casting.
 */
export function aggregateSchema(fields: SchemaDefinition): Schema<AggregateDocument> {
  const schema = new Schema<AggregateDocument>(
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
  schema.add(fields as SchemaDefinition<AggregateDocument>);
  schema.index({ dueAt: 1 }, { sparse: true });
  schema.index({ 'outbox.at': 1 }, { sparse: true });
  return schema;
}
