import { Param, type PipeTransform } from '@nestjs/common';
import { idSchema } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { z } from 'zod';
import { ClientController } from '../access/access.guard.js';
import type { Call } from '../access/call.js';
import { cursorOf, cursorSchema, limitSchema } from '../http/paging.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import type { DescribedBody } from '../openapi/operation.js';

/** Routes for operators, in the sandbox and outside of it. */
export const OperatorsController = (path: string): ClassDecorator => ClientController(`ops/v1/${path}`);

const possibleId: PipeTransform<string, string> = {
  transform(id) {
    if (!idSchema.safeParse(id).success) throw new DomainError('not_found', 'There is nothing with this id.');
    return id;
  },
};

/** Hands the route the id in its path. What cannot be an id of ours, such as a text of a thousand letters, is not there. @throws DomainError `not_found` */
export const PathId = (): ParameterDecorator => Param('id', possibleId);

/** Ids and cursors: nothing of ours is longer. */
export const shortText = z.string().min(1).max(100).regex(/^\P{Cc}*$/u, 'must not contain control characters');

/** Why an operator decided so; it is stored with what was decided. */
export const reasonText = z.string().trim().min(1, 'must not be empty').max(1_000);

export const reasonSchema = z.object({ reason: reasonText });
export const optionalReasonSchema = z.object({ reason: reasonText.optional() });

const example = { reason: 'The bank has confirmed it by phone.' };

/** The bodies of decisions, as the document describes them. */
export const reasonBody: DescribedBody = { schema: reasonSchema, example };
export const optionalReasonBody: DescribedBody = { schema: optionalReasonSchema, optional: true, example };

export const PAGE_AFTER = 'The `nextCursor` of the page before.';

/** spec/operator.md: pages by `limit` and `cursor`. */
export const pageShape = { limit: limitSchema(200, 50).meta({ description: 'The most rows of a page.' }), cursor: shortText.optional().meta({ description: PAGE_AFTER }) };

export const pageQuerySchema = z.object(pageShape);

/** Of a list that its service gives whole. */
export const cutQuerySchema = z.object({ limit: pageShape.limit, cursor: z.string().min(1).max(1_000).optional().meta({ description: PAGE_AFTER }) });

/** A filter by a withdrawal. */
export const withdrawalFilter = shortText.optional().meta({ description: 'Of this withdrawal: by its canonical id or its dialect’s.' });

/** One page of a list; the cursor is the last row's id, and null on the last page. */
export const pageReply = (data: readonly { readonly id: string }[], hasMore: boolean): Reply =>
  jsonReply(200, { data, nextCursor: hasMore ? (data.at(-1)?.id ?? null) : null });

/** The order of a list by a key that every row has. */
interface Order<Row> {
  readonly keyOf: (row: Row, index: number) => string;
  readonly isDescending: boolean;
}

/** Good where no row is added or removed while somebody reads the list. */
const byIndex: Order<object> = { keyOf: (_row, index) => String(index).padStart(6, '0'), isDescending: false };

/**
 * One page of a list that its service gives whole, in its order. The cursor is the key of the last row seen, which need not be there any
 * more; the list's path stands beside it, so that the cursor of another list is none of this one.
 * @throws DomainError `invalid_request` for a cursor that is none of this list, or a bad limit
 */
export function cutReply<Row extends object>(call: Call, rows: readonly Row[], { keyOf, isDescending }: Order<Row> = byIndex): Reply {
  const cursor = cursorSchema(z.tuple([z.literal(call.path), z.string()]), cutQuerySchema.shape.cursor.unwrap());
  const { limit, cursor: [, seen] = [] } = readShape(cutQuerySchema.extend({ cursor: cursor.optional() }), call.query);
  const isBefore = (one: string, other: string): boolean => (isDescending ? one > other : one < other);
  const ordered = rows.map((row, index) => ({ row, key: keyOf(row, index) })).sort((one, other) => (isBefore(one.key, other.key) ? -1 : 1));
  const rest = seen === undefined ? ordered : ordered.filter(({ key }) => isBefore(seen, key));
  const page = rest.slice(0, limit);
  const nextCursor = rest.length > limit ? cursorOf([call.path, page.at(-1)?.key]) : null;
  return jsonReply(200, { data: page.map(({ row }) => row), nextCursor });
}
