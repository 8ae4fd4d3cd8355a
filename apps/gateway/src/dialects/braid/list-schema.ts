import { braidStatuses, type BraidStatus } from '@sluice/dialect-words';
import { z } from 'zod';
import { read } from './fields.js';
import { placeOf, type Place } from './cursor.js';

type Query = Readonly<Record<string, unknown>>;

const limitSchema = z.string().regex(/^\d{1,3}$/).transform(Number).pipe(z.int().min(1).max(100));
const DEFAULT_LIMIT = '25';
const limitOf = (query: Query): number => read(limitSchema, query['limit'] ?? DEFAULT_LIMIT, 'validation_error', 'limit must be a whole number from 1 to 100.');

const afterOf = (query: Query, list: readonly string[]): Place | undefined =>
  query['cursor'] === undefined ? undefined : placeOf(read(z.string(), query['cursor'], 'invalid_cursor', 'The cursor must be given once.'), list);

export interface Page {
  readonly limit: number;
  readonly after: Place | undefined;
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
