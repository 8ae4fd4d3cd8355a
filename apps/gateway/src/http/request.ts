import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseStrictJson, type JsonObject, type Numbers } from './json.js';
import { HttpProblem } from './problem.js';

/** What the gateway uses of Express's request. */
export interface HttpRequest extends IncomingMessage {
  readonly originalUrl: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly ip: string | undefined;
}

/** What the gateway uses of Express's response. */
export interface HttpResponse extends ServerResponse {
  status(code: number): this;
  type(contentType: string): this;
  send(body?: string): this;
  sendFile(name: string, options: { readonly root: string; readonly cacheControl: boolean }): void;
}

export type Next = (error?: unknown) => void;

export type Middleware = (request: HttpRequest, response: HttpResponse, next: Next) => void;

/** The path alone, as it was sent: without the query, before any decoding. */
export const pathOf = (request: Pick<HttpRequest, 'originalUrl'>): string => request.originalUrl.replace(/[?#].*$/s, '');

/** A request line may name the whole address, or none (RFC 9112, 3.2): what is served is the path. */
export const originForm: Middleware = (request, _response, next) => {
  const target = request.url ?? '/';
  if (!target.startsWith('/')) {
    request.url = target.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)?\/?/i, '/');
    Object.assign(request, { originalUrl: request.url });
  }
  next();
};

const unsupported = (expected: string): HttpProblem => new HttpProblem('unsupported_media_type', `The body must be ${expected} in UTF-8, not compressed.`);

function charsetOf(parameters: string): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)"?/i.exec(parameters)?.[1];
  return (charset ?? 'utf-8').toLowerCase();
}

/** The name of UTF-8, and how many write it. */
const UTF8 = ['utf-8', 'utf8'];

/** @throws HttpProblem `unsupported_media_type` when the headers promise anything but this type in plain UTF-8. */
export function expectMediaType({ headers }: Pick<IncomingMessage, 'headers'>, expected: string): void {
  const [, type = '', parameters = ''] = /^\s*([^;\s]*)\s*(.*)$/s.exec(headers['content-type'] ?? '') ?? [];
  if (type.toLowerCase() !== expected || !UTF8.includes(charsetOf(parameters))) throw unsupported(expected);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') throw unsupported(expected);
}

/** A JSON or form body may have this many bytes (spec: rules common to all dialects). */
const MAX_BODY_BYTES = 256 * 1024;

/** What is read and thrown away of a body that is too large, so that its sender gets to see the refusal. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

const bodies = new WeakMap<IncomingMessage, Buffer | 'too-large'>();

const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Files are read by the route that expects them, as they come. */
const isReadElsewhere = (request: IncomingMessage): boolean =>
  BODILESS.has(request.method ?? 'GET') || /^multipart\//i.test(request.headers['content-type'] ?? '');

/**
 * Reads the body's bytes and leaves them unparsed: whether they are acceptable is decided by the route, after the caller is
 * known, and an idempotency fingerprint needs them as they came. The name is the one under which Nest expects a JSON
 * parser before it installs its own, whose errors and limits are not ours.
 */
export const jsonParser: Middleware = (request, response, next) => {
  if (isReadElsewhere(request)) return next();
  const chunks: Buffer[] = [];
  let size = 0;
  let handedOn = false;
  const handOn = (body: Buffer | 'too-large'): void => {
    if (handedOn) return;
    handedOn = true;
    bodies.set(request, body);
    next();
  };
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    else {
      if (!handedOn) response.setHeader('Connection', 'close');
      handOn('too-large');
      if (size > MAX_DISCARDED_BYTES) request.destroy();
    }
  });
  request.on('end', () => handOn(Buffer.concat(chunks)));
  // A sender that went away waits for no answer.
  request.on('error', () => undefined);
};

/** Forms are read by the token endpoints from the same bytes; because of the name Nest does not install its own parser. */
export const urlencodedParser: Middleware = (_request, _response, next) => next();

/** @throws HttpProblem `body_too_large` */
export function receivedBody(request: IncomingMessage): Buffer {
  const body = bodies.get(request) ?? Buffer.alloc(0);
  if (body === 'too-large') throw new HttpProblem('body_too_large', `The body may have ${MAX_BODY_BYTES} bytes at most.`);
  return body;
}

/**
 * The JSON object a request came with, or null when it came without a body: then no content type is required.
 * @throws HttpProblem `body_too_large`, `unsupported_media_type`, `malformed_body`
 */
export function jsonBody(request: IncomingMessage, numbers: Numbers = 'binary'): JsonObject | null {
  if (/^multipart\//i.test(request.headers['content-type'] ?? '')) expectMediaType(request, 'application/json');
  const bytes = receivedBody(request);
  if (bytes.length === 0) return null;
  expectMediaType(request, 'application/json');
  return parseStrictJson(bytes, numbers);
}
