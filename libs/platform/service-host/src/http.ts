import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Attributes, context, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { inSpan } from '@sluice/telemetry';
import { Gauge, Histogram } from 'prom-client';

export const httpSeconds = new Histogram({
  name: 'sluice_http_request_seconds',
  help: 'How long a request over HTTP took, by its route and status. `dialect` is the first word of the route, `none` without a route.',
  labelNames: ['service', 'dialect', 'method', 'route', 'status'] as const,
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

export const buildInfo = new Gauge({
  name: 'sluice_build_info',
  help: '1, with the versions of Sluice and Node that run.',
  labelNames: ['service', 'version', 'node'] as const,
});

export const deadLettersLying = new Gauge({
  name: 'sluice_dead_letters_lying',
  help: 'Messages in the dead-letter store that no operator has dealt with.',
  labelNames: ['service'] as const,
});

/** Longer than the minute after which load balancers and clients give an idle connection up. */
export const KEEP_ALIVE_MS = 75_000;

/** Requests that are still running by then are cut off: longer than a client waits for any answer of the gateway. */
const CLOSE_TIMEOUT_MS = 35_000;

/** A connection that falls idle while the server closes would otherwise be kept for its next request, which never comes. */
const IDLE_CHECK_MS = 50;

/** So long a sender that was answered early may take for the rest of what it sends. */
const READ_AWAY_MS = 10_000;

/**
 * The connections of a service's HTTP side. One that is idle is kept for longer than clients and balancers keep theirs, so that it is
 * never closed under a request that is on its way; one that will be closed says so in its last answer. A request that was answered
 * before it was read is read to its end: a connection that is closed with bytes unread is reset, and its sender may never see the answer.
 */
export class HttpConnections {
  private readonly unanswered = new Set<ServerResponse>();
  private isClosing = false;

  constructor(private readonly server: Server, keepAliveMs: number) {
    server.keepAliveTimeout = keepAliveMs;
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      this.watch(response);
      readAwayBeforeClosing(request);
    });
  }

  /** From now on every answer, also to what was asked before, says that its connection ends. */
  announceClosing(): void {
    this.isClosing = true;
    for (const response of this.unanswered) response.shouldKeepAlive = false;
  }

  /** Takes no new connections, and resolves when the last one is closed. */
  close(): Promise<void> {
    this.announceClosing();
    return new Promise((resolve) => {
      const late = setTimeout(() => this.server.closeAllConnections(), CLOSE_TIMEOUT_MS);
      const idle = setInterval(() => this.server.closeIdleConnections(), IDLE_CHECK_MS);
      this.server.close(() => {
        clearTimeout(late);
        clearInterval(idle);
        resolve();
      });
    });
  }

  private watch(response: ServerResponse): void {
    if (this.isClosing) response.shouldKeepAlive = false;
    this.unanswered.add(response);
    response.once('close', () => this.unanswered.delete(response));
  }
}

/** Node closes a connection with `destroySoon` after its last answer. Until the request is read, only the answering side is closed. */
function readAwayBeforeClosing(request: IncomingMessage): void {
  const socket: Socket = request.socket;
  socket.destroySoon = () => {
    Reflect.deleteProperty(socket, 'destroySoon');
    if (request.complete || request.destroyed) return socket.destroySoon();
    socket.end();
    const late = setTimeout(() => socket.destroy(), READ_AWAY_MS);
    request.resume().once('close', () => socket.destroySoon());
    socket.once('close', () => clearTimeout(late));
  };
}

/** Probes and scrapes, every few seconds: they would bury every other log line and trace. */
export const isOfThePlatform = ({ url = '' }: Pick<IncomingMessage, 'url'>): boolean => /^\/(health|metrics)/.test(url);

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What Express adds once it has found the route. */
type Routed = IncomingMessage & { readonly route?: { readonly path?: unknown }; readonly baseUrl?: string };

/**
 * Every HTTP request begins a trace, so that all messages it leads to share one. The trace context that a stranger sends is
 * linked and never continued: whoever is outside decides neither on our traces nor on what of them is recorded.
 */
export const traceRequests = (service: string) => (request: Routed, response: ServerResponse, next: (error?: unknown) => void): void => {
  if (isOfThePlatform(request)) return next();
  const { traceparent } = request.headers;
  const options = { root: true, kind: SpanKind.SERVER, attributes: requestAttributes(request), links: [typeof traceparent === 'string' ? traceparent : undefined] };
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

const requestAttributes = (request: IncomingMessage): Attributes => ({ 'http.request.method': METHODS.has(request.method ?? '') ? request.method : '_OTHER', 'url.scheme': 'http' });

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
