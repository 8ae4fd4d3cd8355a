import { braidStatuses, type BraidStatus } from '@sluice/dialect-words';
import { idFrom } from '@sluice/kernel';
import { z } from 'zod';
import { cursorContent, cursorOf } from '../../../http/paging.js';
import { commonRefusal } from '../errors.js';
import { read } from './requests.js';

/** The last row that was read: lists are ordered by creation, and by id where that is the same. */
export interface LastRow {
  readonly createdAt: string;
  readonly id: string;
}

const contentSchema = z.tuple([z.iso.datetime(), z.string().min(1).max(100), z.string()]);

/** Stands for the list that a cursor belongs to: whose it is, its order and its filters. */
const sealOf = (list: readonly string[]): string => idFrom('cursor', ...list);

export const cursorAfter = ({ createdAt, id }: LastRow, list: readonly string[]): string => cursorOf([createdAt, id, sealOf(list)]);

/** @throws DomainError `invalid_cursor` unless it was made for this very list */
export function lastRowOf(cursor: string, list: readonly string[]): LastRow {
  const read = contentSchema.safeParse(cursorContent(cursor));
  if (!read.success) throw commonRefusal('invalid_cursor');
  const [createdAt, id, seal] = read.data;
  if (seal !== sealOf(list)) throw commonRefusal('invalid_cursor');
  return { createdAt, id };
}

/** A page of a list, with where the next one starts. */
export const pageBody = <Row>(data: readonly Row[], last: LastRow | undefined, hasMore: boolean, list: readonly string[]) => ({
  data, nextCursor: hasMore && last !== undefined ? cursorAfter(last, list) : null,
});

type Query = Readonly<Record<string, unknown>>;

const limitSchema = z.string().regex(/^\d{1,3}$/).transform(Number).pipe(z.int().min(1).max(100));
const DEFAULT_LIMIT = '25';
const limitOf = (query: Query): number => read(limitSchema, query['limit'] ?? DEFAULT_LIMIT, 'validation_error', 'limit must be a whole number from 1 to 100.');

const afterOf = (query: Query, list: readonly string[]): LastRow | undefined =>
  query['cursor'] === undefined ? undefined : lastRowOf(read(z.string(), query['cursor'], 'invalid_cursor', 'The cursor must be given once.'), list);

export interface Page {
  readonly limit: number;
  readonly after: LastRow | undefined;
  /** What the list's cursors belong to. */
  readonly list: readonly string[];
}

/** @throws DomainError `validation_error`, `invalid_cursor` */
export function readWalletPage(query: Query, tenantId: string): Page {
  const list = ['portfolio-wallets', tenantId];
  return { limit: limitOf(query), after: afterOf(query, list), list };
}

export interface WithdrawalPage extends Page {
  readonly order: 'asc' | 'desc';
  /** Each once; empty for all. */
  readonly statuses: readonly BraidStatus[];
}

const statusesSchema = z.union([z.enum(braidStatuses).transform((status) => [status]), z.array(z.enum(braidStatuses))]);

/** @throws DomainError `validation_error`, `invalid_cursor` */
export function readWithdrawalPage(query: Query, tenantId: string, walletId: string): WithdrawalPage {
  const sort = read(z.literal('createdAt'), query['sort'] ?? 'createdAt', 'validation_error', 'sort must be createdAt.');
  const order = read(z.enum(['asc', 'desc']), query['order'] ?? 'desc', 'validation_error', 'order must be asc or desc.');
  const given = read(statusesSchema, query['status'] ?? [], 'validation_error', `status must be one of ${braidStatuses.join(', ')}.`);
  const wanted = [...new Set(given)].sort((one, other) => (one < other ? -1 : 1));
  const list = ['withdrawals', tenantId, walletId, sort, order, ...wanted];
  return { limit: limitOf(query), after: afterOf(query, list), list, order, statuses: wanted };
}
