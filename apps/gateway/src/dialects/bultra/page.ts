import { DomainError } from '@sluice/kernel';

/** A page of a list that is short enough to be had whole. @throws DomainError `invalid_request` when it begins after an unknown id */
export function pageOf<Row extends { readonly id: string }>(rows: readonly Row[], { limit, starting_after: after }: { limit: number; starting_after?: string | undefined }) {
  const seen = after === undefined ? -1 : rows.findIndex(({ id }) => id === after);
  if (after !== undefined && seen < 0) throw new DomainError('invalid_request', 'The request is not valid.', [{ field: 'starting_after', message: 'is unknown' }]);
  const rest = rows.slice(seen + 1);
  return { shown: rest.slice(0, limit), hasMore: rest.length > limit };
}
