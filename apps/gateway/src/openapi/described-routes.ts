import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { NEEDS } from '../access/needs.decorator.js';
import type { Scope } from '../access/scopes.js';
import { OPERATION, type OperationNotes } from './operation.js';

export interface DescribedRoute {
  /** Of handler and controller, such as `readAccount`: no two routes share it. */
  readonly name: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With its prefix, as Express writes it: `/bultra/v1/withdrawals/:id`. */
  readonly path: string;
  /** Undefined where no token is asked for. */
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
    const thing = controller.name.replace(/Routes$/, '');
    const prefix = metadata<string>(PATH_METADATA, controller) ?? '';
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((handler) => routeOf(prefix, `${handler}${thing}`, prototype[handler]));
  });
}
