import type { Dialect } from '../http/dialect.js';
import type { ProblemCode } from '../http/problem.js';
import { jsonReply } from '../http/reply.js';

type OauthError = readonly [status: number, error: 'invalid_request' | 'invalid_client' | 'server_error' | 'temporarily_unavailable'];

const bad: OauthError = [400, 'invalid_request'];

/** What can go wrong at a token endpoint before its own rules are asked, and, for completeness, what cannot. */
const errors: Record<ProblemCode, OauthError> = {
  malformed_body: bad,
  body_too_large: [413, 'invalid_request'],
  unsupported_media_type: [415, 'invalid_request'],
  malformed_path: bad,
  not_acceptable: bad,
  bad_idempotency_key: bad,
  unknown_path: [404, 'invalid_request'],
  method_not_allowed: [405, 'invalid_request'],
  unauthenticated: [401, 'invalid_client'],
  insufficient_scope: [403, 'invalid_client'],
  idempotency_conflict: [409, 'invalid_request'],
  idempotency_in_flight: [409, 'invalid_request'],
  rate_limited: [429, 'temporarily_unavailable'],
  unavailable: [503, 'temporarily_unavailable'],
  internal: [500, 'server_error'],
  invalid_request: bad,
  invalid_amount: bad,
  precision_overflow: bad,
  currency_mismatch: bad,
  not_found: [404, 'invalid_request'],
  invalid_status: [409, 'invalid_request'],
  insufficient_funds: bad,
  account_not_transactable: bad,
  counterparty_not_approved: bad,
  counterparty_mismatch: bad,
  purpose_not_allowed: bad,
  rail_not_supported: bad,
  limit_exceeded: bad,
  unsupported_document_type: bad,
  document_too_large: bad,
  request_conflict: bad,
  wallet_not_active: bad,
};

export const oauthWordOf = (code: ProblemCode): OauthError => errors[code];

/** A token endpoint under this path speaks OAuth, not the dialect around it. */
export const oauthDialect = (prefix: string): Dialect => ({
  prefix,
  clients: null,
  idempotencyHeader: null,
  problemReply({ code, message, headers }) {
    const [status, error] = errors[code];
    return jsonReply(status, { error, error_description: message }, headers);
  },
});
