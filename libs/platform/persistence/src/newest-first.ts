import { DomainError } from '@sluice/kernel';
import type { AggregateStore, StoredFilter } from './aggregate.store.js';
import type { Versioned } from './versioned.js';

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
