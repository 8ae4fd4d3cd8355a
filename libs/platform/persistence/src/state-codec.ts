import type { z } from 'zod';
import { reservedFields, stateFieldsOf, type AggregateDocument } from './aggregate.document.js';
import { hasUnknown, withUnknown } from './unknown-fields.js';
import type { Versioned } from './versioned.js';

/** Between a state and its fields in a document, both ways by the aggregate's schema. */
export class StateCodec<S extends object> {
  constructor(private readonly schema: z.ZodType<S>) {}

  /** @throws ZodError when the document is not what this program writes. */
  read(document: AggregateDocument): Versioned<S> {
    const { _id: id, tenantId, version, dueAt = null } = document;
    return { id, tenantId, version, dueAt, state: this.schema.parse(stateFieldsOf(document)) };
  }

  /** The fields that have a value. @throws ZodError before anything is written when the state breaks its schema. */
  write(state: S): Record<string, unknown> {
    const fields = Object.entries(this.schema.encode(state) as Record<string, unknown>).filter(([, value]) => value !== undefined);
    const taken = fields.find(([field]) => reservedFields.has(field));
    if (taken !== undefined) throw new TypeError(`A state cannot have the field ${taken[0]}: the document needs that name itself.`);
    return Object.fromEntries(fields);
  }

  /** The same, with the stored fields that this program does not know left as they are; whether there are none. */
  writeOver(document: AggregateDocument, state: S): { fields: Record<string, unknown>; plain: boolean } {
    const fields = this.write(state);
    const stored = stateFieldsOf(document);
    const known = this.write(this.read(document).state);
    if (!hasUnknown(stored, known)) return { fields, plain: true };
    return { fields: withUnknown(fields, stored, known) as Record<string, unknown>, plain: false };
  }
}
