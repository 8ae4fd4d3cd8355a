import { newId, type FieldProblem } from '@sluice/kernel';
import { currentTraceId } from '@sluice/telemetry';
import { z } from 'zod';
import { dialectWith, type DialectCodes } from '../../http/dialect.js';
import type { Problem, ProblemCode } from '../../http/problem.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import type { ErrorBodies } from '../../openapi/openapi-document.js';

/** WealthKernel's names for the services' fields; a field that is not here has the same name in both. */
const names: ReadonlyMap<string, string> = new Map([
  ['events', 'eventTypes'],
  ['mandate', 'mandateType'],
  ['types', 'type'],
  ['statuses', 'status'],
  ['phases', 'status'],
]);

/** WealthKernel's name for a field a service complained about. */
export const fieldOf = (canonical: string): string => names.get(canonical) ?? canonical;

/** Verbatim from the dialect's documentation. */
const INVALID = 'One or more validation errors occurred.';

/** Every status the dialect fails with, its title, and where the status is defined. */
const statuses = {
  400: [INVALID, '9110#section-15.5.1'],
  401: ['Unauthorized', '9110#section-15.5.2'],
  404: ['Not Found', '9110#section-15.5.5'],
  405: ['Method Not Allowed', '9110#section-15.5.6'],
  406: ['Not Acceptable', '9110#section-15.5.7'],
  409: ['Conflict', '9110#section-15.5.10'],
  413: ['Content Too Large', '9110#section-15.5.14'],
  415: ['Unsupported Media Type', '9110#section-15.5.16'],
  429: ['Too Many Requests', '6585#section-4'],
  500: ['Internal Server Error', '9110#section-15.6.1'],
  503: ['Service Unavailable', '9110#section-15.6.4'],
} as const;

export type FailureStatus = keyof typeof statuses;

/** There are no scopes and no refusals of business in the dialect: a broken rule is a later status (spec/wealthkernel.md). */
const errors: Record<ProblemCode, FailureStatus> = {
  malformed_body: 400,
  body_too_large: 413,
  unsupported_media_type: 415,
  malformed_path: 400,
  not_acceptable: 406,
  bad_idempotency_key: 400,
  unknown_path: 404,
  method_not_allowed: 405,
  unauthenticated: 401,
  insufficient_scope: 401,
  idempotency_conflict: 409,
  idempotency_in_flight: 409,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
  invalid_request: 400,
  invalid_amount: 400,
  precision_overflow: 400,
  currency_mismatch: 400,
  not_found: 404,
  invalid_status: 409,
  insufficient_funds: 409,
  account_not_transactable: 409,
  counterparty_not_approved: 409,
  counterparty_mismatch: 400,
  purpose_not_allowed: 400,
  rail_not_supported: 400,
  limit_exceeded: 409,
  unsupported_document_type: 415,
  document_too_large: 413,
  request_conflict: 409,
  wallet_not_active: 409,
};

/** What a problem is about where it is about no field of the body or the query. */
const subjects: Partial<Record<ProblemCode, string>> = {
  malformed_body: '$',
  malformed_path: '$',
  bad_idempotency_key: 'Idempotency-Key',
  idempotency_conflict: 'Idempotency-Key',
  idempotency_in_flight: 'Idempotency-Key',
  not_acceptable: 'Accept-Version',
  invalid_status: 'status',
};

function fieldsOf({ code, message, details }: Problem): FieldProblem[] {
  if (details.length > 0) return details.map((detail) => ({ field: fieldOf(detail.field), message: detail.message }));
  const subject = subjects[code] ?? (errors[code] === 400 ? '$' : undefined);
  return subject === undefined ? [] : [{ field: subject, message }];
}

/** Problem details (RFC 9457) as the dialect writes them; `extra` members stand beside its own. */
export function problemReply(status: FailureStatus, fields: readonly FieldProblem[], headers: Readonly<Record<string, string>>, extra: object = {}): Reply {
  const [title, section] = statuses[status];
  const messages = Object.fromEntries(fields.map(({ field, message }) => [field, [message]]));
  const body = { type: `https://www.rfc-editor.org/rfc/rfc${section}`, title, status, traceId: currentTraceId() ?? newId(), errors: messages, ...extra };
  return { ...jsonReply(status, body, headers), contentType: 'application/problem+json; charset=utf-8' };
}

const codes = Object.fromEntries(Object.entries(errors).map(([code, status]) => [code, [status, statuses[status][0]]])) as unknown as DialectCodes<string>;

export const wealthkernelDialect = dialectWith({
  prefix: '/wealthkernel',
  clients: 'wealthkernel',
  idempotencyHeader: 'idempotency-key',
  codes,
  page: (problem) => problemReply(errors[problem.code], fieldsOf(problem), problem.headers),
});

/** The bodies of its errors, for its OpenAPI document. */
export const wealthkernelErrors: ErrorBodies = {
  mediaType: 'application/problem+json',
  bodyOf: (titles) =>
    z.strictObject({
      type: z.string(), title: z.enum(titles), status: z.int(), traceId: z.string(), errors: z.record(z.string(), z.array(z.string()).min(1)),
      error: z.string().optional().meta({ description: 'OAuth’s word, at the token endpoint.' }),
    }),
};
