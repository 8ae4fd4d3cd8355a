import { createHash } from 'node:crypto';
import type { JsonObject } from '../http/strict-json.js';
import { WrittenNumber } from '../http/written-number.js';

/** The same text for the same value, whatever the order of its fields. */
function canonical(value: unknown): string {
  if (value instanceof WrittenNumber) return value.shortest;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}

/** Tells two bodies apart; spacing and the order of fields do not count, and no body is as an empty object. */
export const fingerprintOf = (body: JsonObject | null): string => createHash('sha256').update(canonical(body ?? {})).digest('base64url');
