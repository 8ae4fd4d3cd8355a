import type { Dialect } from '../../http/dialect.js';
import type { Problem, ProblemCode } from '../../http/problem.js';
import { jsonReply } from '../../http/reply.js';
import { fieldOf } from './fields.js';

type BultraCode =
  | 'INVALID_REQUEST' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'METHOD_NOT_ALLOWED' | 'INVALID_STATUS' | 'IDEMPOTENCY_CONFLICT'
  | 'DOCUMENT_TOO_LARGE' | 'PAYLOAD_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE' | 'UNSUPPORTED_DOCUMENT_TYPE' | 'INSUFFICIENT_FUNDS'
  | 'ACCOUNT_NOT_TRANSACTABLE' | 'COUNTERPARTY_NOT_APPROVED' | 'COUNTERPARTY_MISMATCH' | 'PURPOSE_NOT_ALLOWED' | 'RAIL_NOT_SUPPORTED'
  | 'RATE_LIMITED' | 'INTERNAL_ERROR' | 'SERVICE_UNAVAILABLE';

const invalid = [400, 'INVALID_REQUEST'] as const;

/** spec/bultra.md, errors; what cannot be had now has a word of its own (docs/decisions/0033). */
const errors: Record<ProblemCode, readonly [status: number, code: BultraCode]> = {
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

export const wordOf = (code: ProblemCode): readonly [status: number, word: BultraCode] => errors[code];

/** Refusals that are about the amount, even where who refuses does not say so. */
const aboutAmount: readonly ProblemCode[] = ['invalid_amount', 'precision_overflow', 'limit_exceeded'];

function detailsOf({ code, message, details }: Problem): { field: string; message: string }[] {
  if (details.length === 0 && aboutAmount.includes(code)) return [{ field: 'amount', message }];
  return details.map((detail) => ({ field: fieldOf(detail.field), message: detail.message }));
}

export const bultraDialect: Dialect = {
  prefix: '/bultra',
  clients: 'bultra',
  idempotencyHeader: 'x-bultra-idempotency-id',
  problemReply(problem) {
    const [status, code] = errors[problem.code];
    const details = detailsOf(problem);
    const error = { code, message: problem.message, ...(details.length === 0 ? {} : { details }) };
    return jsonReply(status, { error }, problem.headers);
  },
};
