import { Catch, Inject, Logger, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import { Database, isDatabaseAway } from '@sluice/service-host';
import { dialectOf, DIALECTS, type Dialect } from './dialect.js';
import { problemOf, type Problem } from './problem.js';
import { sendReply } from './reply.js';
import { pathOf, type HttpRequest, type HttpResponse, type Middleware } from './request.js';

/** As much of Express's router as is needed to find out what it serves. */
export interface RouteLayer {
  match(path: string): boolean;
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> } | undefined;
}

/** What takes even CONNECT takes everything: it is middleware on its way to a route, and serves nothing by itself. */
const isMiddleware = (methods: Readonly<Record<string, boolean>>): boolean => methods['connect'] === true;

/** The methods that are served at a path, as for an `Allow` header; empty when nothing is. */
export function allowedMethods(layers: readonly RouteLayer[], path: string): string[] {
  const methods = new Set<string>();
  for (const layer of layers) {
    if (!layer.route || isMiddleware(layer.route.methods) || !layer.match(path)) continue;
    for (const method of Object.keys(layer.route.methods)) methods.add(method.toUpperCase());
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}

/** Whether a route's path has a parameter, or stands for many paths. */
const hasParameter = ({ route }: RouteLayer): boolean => !route || [route.path].flat().some((path) => /[:*{]/.test(path));

export interface ExpressApp {
  readonly router: { readonly stack: readonly RouteLayer[] };
}

const notAllowed = (methods: readonly string[]): Problem => ({ code: 'method_not_allowed', message: 'This path has no such method.', details: [], headers: { Allow: methods.join(', ') } });

/**
 * A path that is written out is that path under every method, and never the id of the route beside it, as OpenAPI says ("concrete paths are
 * matched before their templated counterparts"): `GET /dead-letters/discard` is refused, and not looked up as `GET /dead-letters/{id}`.
 * Express by itself would go on to the next route that fits.
 */
export const refuseMethodsOfWrittenPaths = (dialects: readonly Dialect[], app: () => ExpressApp): Middleware => {
  let written: readonly RouteLayer[] | undefined;
  return (request, response, next) => {
    const dialect = dialectOf(dialects, request.path);
    // The routes are there when the first request is.
    written ??= app().router.stack.filter((layer) => !hasParameter(layer));
    const methods = dialect === undefined ? [] : allowedMethods(written, request.path);
    if (dialect === undefined || methods.length === 0 || methods.includes(request.method ?? '')) return next();
    sendReply(response, dialect.problemReply(notAllowed(methods)));
  };
};

/** Health and metrics are for no caller of any dialect. */
const answersForItself = (path: string): boolean => /^\/(health|metrics)(\/|$)/.test(path);

/** Answers every failure in the shape of the path's dialect. */
@Catch()
export class ProblemFilter extends BaseExceptionFilter {
  private readonly logger = new Logger('HTTP');

  constructor(@Inject(DIALECTS) private readonly dialects: readonly Dialect[], private readonly host: HttpAdapterHost, private readonly database: Database) {
    super();
  }

  override catch(error: unknown, context: ArgumentsHost): void {
    const http = context.switchToHttp();
    const request = http.getRequest<HttpRequest>();
    const response = http.getResponse<HttpResponse>();
    const path = pathOf(request);
    const dialect = dialectOf(this.dialects, path);
    if (answersForItself(path) && !(error instanceof NotFoundException)) return super.catch(error, context);
    if (isDatabaseAway(error)) this.database.suspect();
    // Its client has been answered already, and the log knows why.
    if (response.writableEnded) return;
    const problem = error instanceof NotFoundException ? this.unserved(problemOf(error), path) : problemOf(error);
    if (problem.code === 'internal' || problem.code === 'unavailable') this.logger.error(error, `${request.method} ${path}`);
    if (response.headersSent) return void response.end();
    sendReply(response, (dialect ?? this.fallback()).problemReply(problem));
  }

  /** A path that is served under another method is a known path. */
  private unserved(problem: Problem, path: string): Problem {
    const methods = allowedMethods(this.host.httpAdapter.getInstance<ExpressApp>().router.stack, path);
    if (methods.length === 0) return problem;
    return notAllowed(methods);
  }

  /** Paths outside of every dialect are answered as operators are, with problem details. */
  private fallback(): Dialect {
    const dialect = this.dialects.find(({ prefix }) => prefix === '/ops');
    if (!dialect) throw new Error('There is no dialect for paths outside of all dialects.');
    return dialect;
  }
}
