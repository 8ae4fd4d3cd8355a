import { Schema, type SchemaDefinition } from 'mongoose';

export function aggregateSchema(fields: SchemaDefinition): Schema {
  return new Schema(fields, { versionKey: false });
}
