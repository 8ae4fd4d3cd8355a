import type { IncomingMessage } from 'node:http';
import { expectMediaType } from './media-type.js';
import { receivedBody } from './received-body.js';
import { parseStrictJson, type JsonObject, type Numbers } from './strict-json.js';

/**
 * The JSON object a request came with, or null when it came without a body: then no content type is asked for.
 * @throws HttpProblem `body_too_large`, `unsupported_media_type`, `malformed_body`
 */
export function jsonBody(request: IncomingMessage, numbers: Numbers = 'binary'): JsonObject | null {
  if (/^multipart\//i.test(request.headers['content-type'] ?? '')) expectMediaType(request, 'application/json');
  const bytes = receivedBody(request);
  if (bytes.length === 0) return null;
  expectMediaType(request, 'application/json');
  return parseStrictJson(bytes, numbers);
}
