import { context, SpanKind, SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api';
import { inSpan } from '@sluice/telemetry';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpSeconds } from './metrics.js';

/** Probes and scrapes would drown the traces of withdrawals. */
const UNTRACED = /^\/(health|metrics)/;

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What Express adds once it has found the route. */
type Routed = IncomingMessage & { readonly route?: { readonly path?: unknown }; readonly baseUrl?: string };

/**
 * Every HTTP request begins a trace, so that all messages it leads to share one. The trace context that a stranger sends is
 * linked and never continued: whoever is outside decides neither on our traces nor on what of them is recorded.
 */
export const traceRequests = (service: string) => (request: Routed, response: ServerResponse, next: (error?: unknown) => void): void => {
  if (UNTRACED.test(request.url ?? '')) return next();
  const { traceparent } = request.headers;
  const options = { root: true, kind: SpanKind.SERVER, attributes: asked(request), links: [typeof traceparent === 'string' ? traceparent : undefined] };
  const answered = (span: Span): Promise<void> => new Promise((resolve) => {
    // What reads a body is called by the socket, which belongs to no request.
    for (const emitter of [request, response]) context.bind(context.active(), emitter);
    response.once('close', () => {
      describe(span, request, response);
      resolve();
    });
    next();
  });
  const stop = httpSeconds.startTimer({ service, method: methodOf(request) });
  inSpan(methodOf(request), options, answered).finally(() => stop(answeredWith(request, response))).catch(next);
};

/** Routes are few; what a stranger asks for beside them has none. */
function answeredWith(request: Routed, { statusCode }: ServerResponse): { readonly dialect: string; readonly route: string; readonly status: number } {
  const route = routeOf(request) ?? 'none';
  return { dialect: /^\/([a-z]+)/.exec(route)?.[1] ?? 'none', route, status: statusCode };
}

/** Any other word is a stranger's. */
const methodOf = ({ method = '' }: IncomingMessage): string => (METHODS.has(method) ? method : 'HTTP');

const asked = (request: IncomingMessage): Attributes => ({ 'http.request.method': METHODS.has(request.method ?? '') ? request.method : '_OTHER', 'url.scheme': 'http' });

/** What answers to every path is no route. */
function routeOf({ route, baseUrl = '' }: Routed): string | undefined {
  return typeof route?.path === 'string' && !route.path.includes('*') ? `${baseUrl}${route.path}` : undefined;
}

/** The route, not the path: that may hold what is nobody's to read. */
function describe(span: Span, request: Routed, { statusCode, writableFinished }: ServerResponse): void {
  const route = routeOf(request);
  if (route !== undefined) span.updateName(`${methodOf(request)} ${route}`);
  span.setAttributes({ 'http.route': route, ...(writableFinished ? { 'http.response.status_code': statusCode } : { 'error.type': 'cut_off' }) });
  if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
}
