import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { newId, numericId } from '@sluice/kernel';
import { WrittenNumber, type JsonObject } from '../http/json.js';
import { HttpProblem } from '../http/problem.js';
import type { Reply } from '../http/reply.js';

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

/** The same text for the same value, whatever the order of its fields. */
function canonical(value: unknown): string {
  if (value instanceof WrittenNumber) return value.shortest;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}

/** Differs for two different bodies; spacing and the order of fields do not count, and no body is as an empty object. */
export const fingerprintOf = (body: JsonObject | null): string => createHash('sha256').update(canonical(body ?? {})).digest('base64url');

/**
 * The ids a request gives to what it makes, chosen before anything happens: a request that is repeated under its idempotency
 * key uses them again, and the services below know that they have done it already.
 */
export interface RequestIds {
  readonly uuid: string;
  /** 15 digits, for ids such as `wth_…`. */
  readonly digits: string;
}

export const newRequestIds = (): RequestIds => ({ uuid: newId(), digits: numericId('') });

/** A request with an idempotency key. The same key is another one for another tenant, dialect, method and concrete path (spec: rules common to all dialects). */
export interface KeyedRequest {
  readonly tenantId: string;
  readonly dialect: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** What is known of a key. Times are wall-clock time. */
export interface IdempotencyRecord {
  readonly fingerprint: string;
  readonly ids: RequestIds;
  /** Who works on it; a new one with every take-over. */
  readonly holder: string;
  readonly leaseUntil: Date;
  /** The answer once it was a success: stored for good. */
  readonly answer: Reply | null;
}

export type Verdict =
  | { readonly kind: 'answered'; readonly answer: Reply }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'in_flight' }
  | { readonly kind: 'abandoned' };

/** One that lasts longer was written by a process whose clock was wrong. */
const LONGEST_LEASE_MS = 3_600_000;

/** What a request finds that comes under a key already seen. */
export function judge(record: IdempotencyRecord, fingerprint: string, now: Date): Verdict {
  if (record.fingerprint !== fingerprint) return { kind: 'conflict' };
  if (record.answer) return { kind: 'answered', answer: record.answer };
  const leftMs = record.leaseUntil.getTime() - now.getTime();
  return { kind: leftMs > 0 && leftMs < LONGEST_LEASE_MS ? 'in_flight' : 'abandoned' };
}
