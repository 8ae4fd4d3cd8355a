import { idFrom } from '@sluice/kernel';
import { z } from 'zod';
import { commonRefusal } from './words.js';

/** The last row that was seen: by creation, ties by id. */
export interface Place {
  readonly createdAt: string;
  readonly id: string;
}

const contentSchema = z.tuple([z.iso.datetime(), z.string().min(1).max(100), z.string()]);

/** Stands for the list that a cursor belongs to: whose it is, its order and its filters. */
const sealOf = (list: readonly string[]): string => idFrom('cursor', ...list);

export const cursorAt = ({ createdAt, id }: Place, list: readonly string[]): string =>
  Buffer.from(JSON.stringify([createdAt, id, sealOf(list)])).toString('base64url');

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** @throws DomainError `invalid_cursor` unless it was made for this very list */
export function placeOf(cursor: string, list: readonly string[]): Place {
  const read = contentSchema.safeParse(contentOf(cursor));
  if (!read.success) throw commonRefusal('invalid_cursor');
  const [createdAt, id, seal] = read.data;
  if (seal !== sealOf(list)) throw commonRefusal('invalid_cursor');
  return { createdAt, id };
}

/** A page of a list, with where the next one starts. */
export const pageBody = <Row>(data: readonly Row[], last: Place | undefined, hasMore: boolean, list: readonly string[]) => ({
  data, nextCursor: hasMore && last !== undefined ? cursorAt(last, list) : null,
});
