import { jsonReply, type Reply } from '../http/reply.js';

/** A list that is short enough to be had whole. */
export const listReply = (data: readonly object[]): Reply => jsonReply(200, { data, nextCursor: null });

/** One page of a list; the cursor is the last row's id, and null on the last page. */
export const pageReply = (data: readonly { readonly id: string }[], hasMore: boolean): Reply =>
  jsonReply(200, { data, nextCursor: hasMore ? (data.at(-1)?.id ?? null) : null });
