import { RequestMethod, SetMetadata, type CustomDecorator, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { RequestContract } from '@sluice/contract-kit';
import type { z } from 'zod';
import { NEEDS } from '../access/call.js';
import type { Scope } from '../access/client.js';
import type { ProblemCode } from '../http/problem.js';

const OPERATION = 'sluice:operation';

/** What a request's body is read by. `mediaType` is JSON unless given; a body is required unless `optional`. */
export interface DescribedBody {
  readonly schema: z.ZodType;
  readonly example?: object;
  readonly mediaType?: string;
  readonly optional?: boolean;
}

/** What decorators and types do not say of a route. */
export interface OperationNotes {
  readonly summary: string;
  /** What the summary leaves open. */
  readonly description?: string;
  readonly body?: DescribedBody;
  readonly query?: z.ZodObject;
  /** The one answer when all goes well: a body by its schema, a file by its media types, either, or neither. A repeated request may have a status of its own. */
  readonly answer: {
    readonly status: 200 | 201 | 202 | 204; readonly replayStatus?: 200; readonly body?: z.ZodType; readonly file?: string | readonly string[]; readonly headers?: readonly string[];
  };
  /** The requests that it makes of services: their refusals are its own. */
  readonly requests?: readonly RequestContract[];
  /** What else it may be turned away for, beyond what every route of its kind may. */
  readonly problems?: readonly ProblemCode[];
}

/** Describes a route for the dialect's OpenAPI document. */
export const Operation = (notes: OperationNotes): CustomDecorator => SetMetadata(OPERATION, notes);

export interface DescribedRoute {
  /** Of handler and controller, such as `readAccount`: no two routes share it. */
  readonly name: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With its prefix, as Express writes it: `/bultra/v1/withdrawals/:id`. */
  readonly path: string;
  /** Undefined where no token is needed. */
  readonly scope: Scope | undefined;
  readonly notes: OperationNotes;
}

const methods: ReadonlyMap<unknown, DescribedRoute['method']> = new Map([
  [RequestMethod.GET, 'get'], [RequestMethod.POST, 'post'], [RequestMethod.PUT, 'put'], [RequestMethod.DELETE, 'delete'],
]);

const metadata = <Value>(key: string, of: object): Value | undefined => Reflect.getMetadata(key, of) as Value | undefined;

function routeOf(prefix: string, name: string, handler: unknown): DescribedRoute[] {
  if (typeof handler !== 'function') return [];
  const notes = metadata<OperationNotes>(OPERATION, handler);
  const method = methods.get(metadata(METHOD_METADATA, handler));
  if (notes === undefined || method === undefined) return [];
  const path = `/${prefix}/${metadata<string>(PATH_METADATA, handler) ?? ''}`.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '');
  return [{ name, method, path, scope: metadata<Scope>(NEEDS, handler), notes }];
}

/** The routes of these controllers that are described, in the order in which they are written. */
export function describedRoutes(controllers: readonly Type[]): DescribedRoute[] {
  return controllers.flatMap((controller) => {
    const thing = controller.name.replace(/(Routes|Controller)$/, '');
    const prefix = metadata<string>(PATH_METADATA, controller) ?? '';
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((handler) => routeOf(prefix, `${handler}${thing}`, prototype[handler]));
  });
}

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
    ...(notes.requests ?? []).flatMap(({ refusals }) => refusals),
    ...(notes.problems ?? []),
  ]);
}
