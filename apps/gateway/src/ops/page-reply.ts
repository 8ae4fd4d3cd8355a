import { z } from 'zod';
import type { Call } from '../access/call.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { pageShape } from './case.schema.js';

/** One page of a list; the cursor is the last row's id, and null on the last page. */
export const pageReply = (data: readonly { readonly id: string }[], hasMore: boolean): Reply =>
  jsonReply(200, { data, nextCursor: hasMore ? (data.at(-1)?.id ?? null) : null });

interface Places<Row> {
  readonly placeOf: (row: Row, index: number) => string;
  readonly isDescending: boolean;
}

/** Good where rows neither come nor go while somebody reads the list. */
const byIndex: Places<object> = { placeOf: (_row, index) => String(index).padStart(6, '0'), isDescending: false };

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

/** The list's path stands beside the place, so that a cursor of another list is none of this one. */
const placeIn = (path: string) => z.string().max(1_000).transform((text, context) => {
  const read = z.tuple([z.literal(path), z.string()]).safeParse(contentOf(text));
  if (read.success) return read.data[1];
  context.addIssue({ code: 'custom', message: 'is not a cursor of this list' });
  return z.NEVER;
});

/**
 * One page of a list that its service gives whole, in the order of its places. The cursor is the place of the last row seen, which need
 * not be there any more.
 * @throws DomainError `invalid_request` for a cursor that is none of this list, or a bad limit
 */
export function cutReply<Row extends object>(call: Call, rows: readonly Row[], { placeOf, isDescending }: Places<Row> = byIndex): Reply {
  const { limit, cursor: seen } = readShape(z.object({ limit: pageShape.limit, cursor: placeIn(call.path).optional() }), call.query);
  const isBefore = (one: string, other: string): boolean => (isDescending ? one > other : one < other);
  const placed = rows.map((row, index) => ({ row, place: placeOf(row, index) })).sort((one, other) => (isBefore(one.place, other.place) ? -1 : 1));
  const rest = seen === undefined ? placed : placed.filter(({ place }) => isBefore(seen, place));
  const page = rest.slice(0, limit);
  const nextCursor = rest.length > limit ? Buffer.from(JSON.stringify([call.path, page.at(-1)?.place])).toString('base64url') : null;
  return jsonReply(200, { data: page.map(({ row }) => row), nextCursor });
}
