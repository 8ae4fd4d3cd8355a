import { z } from 'zod';
import { dialectWith, type DialectCodes } from '../../http/dialect.js';
import type { Problem, ProblemCode } from '../../http/problem.js';
import { jsonReply } from '../../http/reply.js';
import type { ErrorBodies } from '../../openapi/openapi-document.js';

/** Bultra's names for the services' fields; a field that is not here has the same name in both. */
const names: ReadonlyMap<string, string> = new Map([
  ['accountId', 'account_id'],
  ['destinationId', 'counterparty_id'],
  ['counterpartyId', 'counterparty_id'],
  ['customerId', 'customer_id'],
  ['owner', 'customer_id'],
  ['supportedRails', 'supported_rails'],
  ['name', 'profile.name'],
  ['relationship', 'profile.relationship_to_customer'],
  ['after', 'starting_after'],
  ['routingNumber', 'account.routing_number'],
  ['accountNumber', 'account.account_number'],
  ['sortCode', 'account.sort_code'],
  ['iban', 'account.iban'],
  ['bic', 'account.bic'],
  ['filename', 'file'],
]);

/** Bultra's name for a field a service complained about. */
export const fieldOf = (canonical: string): string => names.get(canonical.replace(/^numbers\./, '')) ?? canonical;

type BultraCode =
  | 'INVALID_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'INVALID_STATUS' | 'IDEMPOTENCY_CONFLICT'
  | 'DOCUMENT_TOO_LARGE' | 'PAYLOAD_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE' | 'UNSUPPORTED_DOCUMENT_TYPE' | 'INSUFFICIENT_FUNDS'
  | 'ACCOUNT_NOT_TRANSACTABLE' | 'COUNTERPARTY_NOT_APPROVED' | 'COUNTERPARTY_MISMATCH' | 'PURPOSE_NOT_ALLOWED' | 'RAIL_NOT_SUPPORTED'
  | 'RATE_LIMITED' | 'INTERNAL_ERROR' | 'SERVICE_UNAVAILABLE';

const invalid = [400, 'INVALID_REQUEST'] as const;

/** spec/bultra.md, errors; what is unavailable has a code of its own (docs/decisions/0033). */
const errors: DialectCodes<BultraCode> = {
  malformed_body: invalid,
  body_too_large: [413, 'PAYLOAD_TOO_LARGE'],
  unsupported_media_type: [415, 'UNSUPPORTED_MEDIA_TYPE'],
  malformed_path: invalid,
  not_acceptable: invalid,
  bad_idempotency_key: invalid,
  unknown_path: [404, 'NOT_FOUND'],
  method_not_allowed: [405, 'METHOD_NOT_ALLOWED'],
  unauthenticated: [401, 'UNAUTHORIZED'],
  insufficient_scope: [403, 'FORBIDDEN'],
  idempotency_conflict: [409, 'IDEMPOTENCY_CONFLICT'],
  idempotency_in_flight: [409, 'IDEMPOTENCY_CONFLICT'],
  rate_limited: [429, 'RATE_LIMITED'],
  unavailable: [503, 'SERVICE_UNAVAILABLE'],
  internal: [500, 'INTERNAL_ERROR'],
  invalid_request: invalid,
  invalid_amount: invalid,
  precision_overflow: invalid,
  currency_mismatch: invalid,
  not_found: [404, 'NOT_FOUND'],
  invalid_status: [409, 'INVALID_STATUS'],
  insufficient_funds: [422, 'INSUFFICIENT_FUNDS'],
  account_not_transactable: [422, 'ACCOUNT_NOT_TRANSACTABLE'],
  counterparty_not_approved: [422, 'COUNTERPARTY_NOT_APPROVED'],
  counterparty_mismatch: [422, 'COUNTERPARTY_MISMATCH'],
  purpose_not_allowed: [422, 'PURPOSE_NOT_ALLOWED'],
  rail_not_supported: [422, 'RAIL_NOT_SUPPORTED'],
  limit_exceeded: invalid,
  unsupported_document_type: [415, 'UNSUPPORTED_DOCUMENT_TYPE'],
  document_too_large: [413, 'DOCUMENT_TOO_LARGE'],
  request_conflict: [409, 'IDEMPOTENCY_CONFLICT'],
  wallet_not_active: [422, 'ACCOUNT_NOT_TRANSACTABLE'],
};

/** Refusals that are about the amount, even where the service names no field. */
const aboutAmount: readonly ProblemCode[] = ['invalid_amount', 'precision_overflow', 'limit_exceeded'];

function detailsOf({ code, message, details }: Problem): { field: string; message: string }[] {
  if (details.length === 0 && aboutAmount.includes(code)) return [{ field: 'amount', message }];
  return details.map((detail) => ({ field: fieldOf(detail.field), message: detail.message }));
}

export const bultraDialect = dialectWith({
  prefix: '/bultra',
  clients: 'bultra',
  idempotencyHeader: 'x-bultra-idempotency-id',
  codes: errors,
  page(problem, status, code) {
    const details = detailsOf(problem);
    return jsonReply(status, { error: { code, message: problem.message, ...(details.length === 0 ? {} : { details }) } }, problem.headers);
  },
});

/** The bodies of its errors, for its OpenAPI document. */
export const bultraErrors: ErrorBodies = {
  bodyOf: (codes) =>
    z.strictObject({
      error: z.strictObject({ code: z.enum(codes), message: z.string(), details: z.array(z.strictObject({ field: z.string(), message: z.string() })).min(1).optional() }),
    }),
};

/** RFC 6749 section 5.2. Of bad requests it has more errors than other problems lead to. */
export const oauthErrors: ErrorBodies = {
  bodyOf: (errorCodes) => z.strictObject({ error: z.enum([...errorCodes, ...(errorCodes[0] === 'invalid_request' ? ['unsupported_grant_type', 'invalid_scope'] : [])]), error_description: z.string().optional() }),
};
