import { RequestMethod } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { PUBLIC } from '@sluice/service-host';
import { AccessGuard } from '../src/access/access.guard.js';
import { NEEDS } from '../src/access/call.js';
import { clientKinds, type ClientKind, type Scope } from '../src/access/client.js';

/** A route as the running application serves it, and what its decorators say of who may use it. */
export interface Route {
  /** Such as `POST /bultra/v1/accounts`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly scope: Scope | undefined;
  readonly isGuarded: boolean;
  readonly isPublic: boolean;
}

export interface GuardedRoute extends Route {
  readonly kind: ClientKind;
  readonly scope: Scope;
}

const metadata = <Value>(key: string, ...of: object[]): Value | undefined => of.map((each) => Reflect.getMetadata(key, each) as Value | undefined).find((value) => value !== undefined);

const pathOf = (...parts: (string | undefined)[]): string => `/${parts.join('/')}`.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');

function routesOfController(controller: object, prototype: Record<string, unknown>): Route[] {
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const method = typeof handler === 'function' ? metadata<RequestMethod>(METHOD_METADATA, handler) : undefined;
    if (typeof handler !== 'function' || method === undefined) return [];
    const path = pathOf(metadata<string>(PATH_METADATA, controller), metadata<string>(PATH_METADATA, handler));
    const guards = [...(metadata<unknown[]>(GUARDS_METADATA, controller) ?? []), ...(metadata<unknown[]>(GUARDS_METADATA, handler) ?? [])];
    return [{
      name: `${RequestMethod[method]} ${path}`, method: RequestMethod[method], path, scope: metadata<Scope>(NEEDS, handler), isGuarded: guards.includes(AccessGuard),
      isPublic: metadata<string>(PUBLIC, handler, controller) !== undefined,
    }];
  });
}

/** Every route of every controller of the running application. */
export function declaredRoutes(app: NestExpressApplication): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
  return controllers.flatMap((controller) => (controller ? routesOfController(controller, controller.prototype as Record<string, unknown>) : []));
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** What the router under the application serves, however it came there: `GET /path`, or `ALL /path` where it takes every method. */
export function servedRoutes(app: NestExpressApplication): string[] {
  const express = app.getHttpAdapter().getInstance() as unknown as { readonly router: { readonly stack: readonly Layer[] } };
  return express.router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = Object.keys(route.methods).filter((method) => route.methods[method] === true);
    return methods.includes('connect') ? [`ALL ${route.path}`] : methods.map((method) => `${method.toUpperCase()} ${route.path}`);
  });
}

const kindOf = ({ path }: Route): ClientKind | undefined => clientKinds.find((kind) => path.startsWith(`/${kind}/`));

export function guardedRoutes(routes: readonly Route[]): GuardedRoute[] {
  return routes.flatMap((route) => {
    const kind = kindOf(route);
    return route.isPublic || kind === undefined || route.scope === undefined ? [] : [{ ...route, kind, scope: route.scope }];
  });
}
