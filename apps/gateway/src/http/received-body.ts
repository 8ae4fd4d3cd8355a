import type { IncomingMessage } from 'node:http';
import { HttpProblem } from './problem.js';
import type { Middleware } from './exchange.js';

/** A JSON or form body may have this many bytes (spec: rules common to all dialects). */
export const MAX_BODY_BYTES = 256 * 1024;

/** What is read and thrown away of a body that is too large, so that its sender gets to see the refusal. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

const bodies = new WeakMap<IncomingMessage, Buffer | 'too-large'>();

const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Files are read by the route that expects them, as they come. */
const isReadElsewhere = (request: IncomingMessage): boolean =>
  BODILESS.has(request.method ?? 'GET') || /^multipart\//i.test(request.headers['content-type'] ?? '');

/**
 * Reads the body's bytes and keeps them unparsed: whether they are acceptable is judged by the route, after the caller is
 * known, and an idempotency fingerprint needs them as they came. The name is the one under which Nest looks for a JSON
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

/** Forms are read by the token endpoints from the same bytes; the name keeps Nest from installing its own parser. */
export const urlencodedParser: Middleware = (_request, _response, next) => next();

/** @throws HttpProblem `body_too_large` */
export function receivedBody(request: IncomingMessage): Buffer {
  const body = bodies.get(request) ?? Buffer.alloc(0);
  if (body === 'too-large') throw new HttpProblem('body_too_large', `The body may have ${MAX_BODY_BYTES} bytes at most.`);
  return body;
}
