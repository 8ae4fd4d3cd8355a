import { DomainError } from '@sluice/kernel';
import { Clients } from '../src/access/clients.js';
import { keyDigest } from '../src/access/credentials.js';
import type { Answer, GatewayUnderTest } from './gateway-under-test.js';

const AT = '2026-01-15T10:30:00.000Z';

/** When a thing was seen, as the services say it. */
export const seen = { firstAt: AT, lastAt: AT };

export const problemOf = ({ status, headers, body }: Answer): unknown[] => [status, headers.get('content-type'), body['type']];
export const problem = (status: number, kind: string): unknown[] => [status, 'application/problem+json; charset=utf-8', `urn:sluice:problem:${kind}`];

/** Calls with an operator's key of acme that has no scope but this one. */
export async function callWithScope(gateway: GatewayUnderTest, scope: 'ops:read' | 'ops:write'): Promise<(method: string, path: string) => Promise<Answer>> {
  const key = `acme-only-${scope}-00000001`;
  await gateway.service.app.get(Clients).put({ id: key, tenantId: 'acme', kind: 'ops', scopes: [scope], keyDigest: keyDigest(key) });
  return (method, path) => gateway.raw(method, `/ops/v1/${path}`, { authorization: `Bearer ${key}` });
}

interface Row {
  readonly id: string;
}

/** A page of what only acme has; a cursor that names none of the rows is refused. */
export function pageFor<R extends Row>(tenantId: string, rows: readonly R[], { limit, after }: { limit: number; after?: string | undefined }): { page: R[]; hasMore: boolean } {
  const own = tenantId === 'acme' ? rows : [];
  const start = after === undefined ? 0 : own.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && start === 0) throw new DomainError('invalid_request', 'The page begins after an unknown row.', [{ field: 'after', message: 'is unknown' }]);
  return { page: own.slice(start, start + limit), hasMore: own.length > start + limit };
}
