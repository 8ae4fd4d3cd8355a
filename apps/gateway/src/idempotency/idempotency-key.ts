import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../http/problem.js';

const KEY = /^[\x20-\x7e]{1,255}$/;

/**
 * The idempotency key a POST came with, if its dialect knows one in a header.
 * @throws HttpProblem `bad_idempotency_key` unless it is 1–255 printable ASCII characters
 */
export function readIdempotencyKey(request: Pick<IncomingMessage, 'method' | 'headers'>, header: string | null): string | undefined {
  if (header === null || request.method !== 'POST') return undefined;
  const value = request.headers[header];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !KEY.test(value)) {
    throw new HttpProblem('bad_idempotency_key', `${header} must be 1 to 255 printable ASCII characters.`);
  }
  return value;
}
