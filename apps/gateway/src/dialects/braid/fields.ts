import type { z } from 'zod';
import type { JsonObject } from '../../http/strict-json.js';
import { refusal, type BraidCode } from './words.js';

/**
 * The required fields of a body. A null counts as missing.
 * @throws DomainError `validation_error` naming all that are missing in one sentence
 */
export function required<Name extends string>(body: JsonObject | null, names: readonly Name[]): Record<Name, unknown> {
  const given = body ?? {};
  const missing = names.filter((name) => (given[name] ?? null) === null);
  if (missing.length > 0) throw refusal('validation_error', `Missing required fields: ${missing.join(', ')}.`);
  return given as Record<Name, unknown>;
}

/** A value as its schema reads it. @throws DomainError with this code and sentence when it cannot, for a wrong type too */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown, code: BraidCode, sentence: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refusal(code, sentence);
}
