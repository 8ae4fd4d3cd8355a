import { DomainError } from '@sluice/kernel';
import type { AggregateStore, StoredFilter, Versioned } from '@sluice/persistence';

interface Kept {
  readonly firstAt: string;
}

interface Page {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** What comes after the last one seen: older, or as old with a smaller id. */
async function older<S extends Kept>(store: AggregateStore<S>, tenantId: string, after: string | undefined): Promise<StoredFilter> {
  if (after === undefined) return {};
  const last = await store.find(after);
  if (last?.tenantId !== tenantId) {
    throw new DomainError('invalid_request', 'The page begins after something unknown.', [{ field: 'after', message: 'is unknown' }]);
  }
  const { firstAt } = last.state;
  return { $or: [{ firstAt: { $lt: firstAt } }, { firstAt, _id: { $lt: last.id } }] };
}

/** A page of what was kept for a tenant's operators, newest first. @throws DomainError `invalid_request` */
export async function keptPage<S extends Kept>(store: AggregateStore<S>, tenantId: string, { limit, after }: Page): Promise<{ found: Versioned<S>[]; hasMore: boolean }> {
  const filter = { tenantId, ...(await older(store, tenantId, after)) };
  const found = await store.findWhere(filter, { sort: { firstAt: -1, _id: -1 }, limit: limit + 1 });
  return { found: found.slice(0, limit), hasMore: found.length > limit };
}
