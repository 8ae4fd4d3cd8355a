import type { ProblemCode } from '../http/problem.js';
import type { DescribedRoute } from './described-routes.js';

const jsonBodies: readonly ProblemCode[] = ['body_too_large'];
const bodies: readonly ProblemCode[] = ['malformed_body', 'unsupported_media_type'];
const keyed: readonly ProblemCode[] = ['bad_idempotency_key', 'idempotency_conflict', 'idempotency_in_flight'];
const guarded: readonly ProblemCode[] = ['unauthenticated', 'insufficient_scope', 'rate_limited'];

/** Everything a route can be turned away for: what follows from what it is, what its services refuse, and what it says itself. */
export function problemsOf({ method, path, scope, notes }: DescribedRoute, hasKeys: boolean): ReadonlySet<ProblemCode> {
  const posts = method === 'post' || method === 'put';
  const isForm = notes.body?.mediaType !== undefined;
  return new Set<ProblemCode>([
    ...(scope === undefined ? [] : [...guarded, 'internal' as const, 'unavailable' as const]),
    ...(path.includes(':') ? (['malformed_path'] as const) : []),
    ...(posts && scope !== undefined ? [...bodies, ...(isForm ? [] : jsonBodies), ...(method === 'post' && hasKeys ? keyed : [])] : []),
    ...(notes.query !== undefined || notes.body !== undefined ? (['invalid_request'] as const) : []),
    ...(notes.asks ?? []).flatMap(({ refusals }) => refusals),
    ...(notes.problems ?? []),
  ]);
}
