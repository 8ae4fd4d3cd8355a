import { z } from 'zod';

/** Another document already has this value in a field that is unique. */
export class DuplicateKey extends Error {
  override readonly name = 'DuplicateKey';

  constructor(readonly fields: readonly string[]) {
    super(`Another document has the same ${fields.join(', ')}.`);
  }
}

const duplicateSchema = z.object({ code: z.literal(11_000), keyPattern: z.record(z.string(), z.unknown()) });

/** The fields of the unique index that a write broke; null for any other error. The text of such errors differs between servers. */
export function duplicateFieldsOf(error: unknown): readonly string[] | null {
  const duplicate = duplicateSchema.safeParse(error);
  return duplicate.success ? Object.keys(duplicate.data.keyPattern) : null;
}
