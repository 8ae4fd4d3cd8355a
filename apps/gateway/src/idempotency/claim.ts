import type { Reply } from '../http/reply.js';
import type { RequestIds } from './request-ids.js';

/** One idempotency key in one place: tenant, dialect, method and concrete path (spec: rules common to all dialects). */
export interface KeyedRequest {
  readonly tenantId: string;
  readonly dialect: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** What is known of a key. Times are wall-clock time. */
export interface ClaimRecord {
  readonly fingerprint: string;
  readonly ids: RequestIds;
  /** Who works on it; a new one with every take-over. */
  readonly holder: string;
  readonly leaseUntil: Date;
  /** The answer once it was a success: kept for good. */
  readonly answer: Reply | null;
}

export type Verdict =
  | { readonly kind: 'answered'; readonly answer: Reply }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'in_flight' }
  | { readonly kind: 'abandoned' };

/** What a request finds that comes under a key already seen. */
export function judge(record: ClaimRecord, fingerprint: string, now: Date): Verdict {
  if (record.fingerprint !== fingerprint) return { kind: 'conflict' };
  if (record.answer) return { kind: 'answered', answer: record.answer };
  return { kind: record.leaseUntil > now ? 'in_flight' : 'abandoned' };
}
