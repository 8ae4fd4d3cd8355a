import type { Dialect } from '../../http/dialect.js';
import type { ProblemCode } from '../../http/problem.js';
import { jsonReply } from '../../http/reply.js';
import { isBraidCode, statusOfCode, type BraidCode } from './words.js';

/** Where no route said it more exactly. Its clients know no 403 (docs/decisions/0100). */
const codes: Record<ProblemCode, BraidCode> = {
  malformed_body: 'validation_error',
  body_too_large: 'payload_too_large',
  unsupported_media_type: 'unsupported_media_type',
  malformed_path: 'validation_error',
  not_acceptable: 'validation_error',
  bad_idempotency_key: 'validation_error',
  unknown_path: 'not_found',
  method_not_allowed: 'method_not_allowed',
  unauthenticated: 'unauthenticated',
  insufficient_scope: 'unauthenticated',
  idempotency_conflict: 'request_id_conflict',
  idempotency_in_flight: 'request_id_conflict',
  rate_limited: 'rate_limited',
  unavailable: 'service_unavailable',
  internal: 'internal_error',
  invalid_request: 'validation_error',
  invalid_amount: 'invalid_amount',
  precision_overflow: 'precision_overflow',
  currency_mismatch: 'unsupported_token',
  not_found: 'not_found',
  invalid_status: 'request_id_conflict',
  insufficient_funds: 'insufficient_funds',
  account_not_transactable: 'wallet_not_active',
  counterparty_not_approved: 'invalid_address',
  counterparty_mismatch: 'invalid_address',
  purpose_not_allowed: 'validation_error',
  rail_not_supported: 'unsupported_chain',
  limit_exceeded: 'invalid_amount',
  unsupported_document_type: 'unsupported_media_type',
  document_too_large: 'payload_too_large',
  request_conflict: 'request_id_conflict',
  wallet_not_active: 'wallet_not_active',
};

/** Its list has no word of its own for what cannot be had now: the status says it (docs/decisions/0033). */
const statusOf = (problem: ProblemCode, code: BraidCode): number => (problem === 'unavailable' ? 503 : statusOfCode[code]);

export const wordOf = (code: ProblemCode): readonly [status: number, word: BraidCode] => [statusOf(code, codes[code]), codes[code]];

/** Word for word from the dialect's documentation. */
const UNAUTHENTICATED = 'Unauthenticated request';

export const braidDialect: Dialect = {
  prefix: '/braid',
  clients: 'braid',
  idempotencyHeader: null,
  problemReply(problem) {
    const code = isBraidCode(problem.word) ? problem.word : codes[problem.code];
    const error = code === 'unauthenticated' ? UNAUTHENTICATED : problem.message;
    return jsonReply(statusOf(problem.code, code), { error, code }, problem.headers);
  },
};
