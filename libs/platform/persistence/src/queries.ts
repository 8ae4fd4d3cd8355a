import { DomainError } from '@sluice/kernel';
import type { Connection, Schema } from 'mongoose';
import { z } from 'zod';
import type { Versioned } from './aggregate.document.js';
import type { AggregateStore, StoredFilter } from './aggregate.store.js';

/** Documents that one answer of the database may hold; sixteen megabytes end it sooner. */
export const MAX_DOCUMENTS_PER_ANSWER = 10_000;

/**
 * Has every question of the connection's models answered at once. Where an answer comes in parts, a document that is changed between
 * two of them may be in both, or in neither (docs/decisions/0154). Who wants parts says how large they are.
 */
export function withWholeAnswers(connection: Connection): Connection {
  connection.plugin((schema: Schema) => {
    schema.pre('find', function askForAll() {
      this.getOptions().batchSize ??= MAX_DOCUMENTS_PER_ANSWER;
    });
  });
  return connection;
}

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

interface Page {
  readonly limit: number;
  /** The id of the last one seen. */
  readonly after?: string | undefined;
}

/** What comes after the last one seen: older, or as old with a smaller id. */
async function older<S extends object>(store: AggregateStore<S>, tenantId: string, timeField: keyof S & string, after: string | undefined): Promise<StoredFilter> {
  if (after === undefined) return {};
  const last = await store.find(after);
  if (last?.tenantId !== tenantId) {
    throw new DomainError('invalid_request', 'The page begins after something unknown.', [{ field: 'after', message: 'is unknown' }]);
  }
  const at: unknown = last.state[timeField];
  return { $or: [{ [timeField]: { $lt: at } }, { [timeField]: at, _id: { $lt: last.id } }] };
}

/** A page of a tenant's aggregates by a time that never changes, newest first. @throws DomainError `invalid_request` when it begins after an unknown id */
export async function newestFirst<S extends object>(
  store: AggregateStore<S>, tenantId: string, timeField: keyof S & string, { limit, after }: Page,
): Promise<{ found: Versioned<S>[]; hasMore: boolean }> {
  const filter = { tenantId, ...(await older(store, tenantId, timeField, after)) };
  const found = await store.findWhere(filter, { sort: { [timeField]: -1, _id: -1 }, limit: limit + 1 });
  return { found: found.slice(0, limit), hasMore: found.length > limit };
}
