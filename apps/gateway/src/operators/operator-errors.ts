import { z } from 'zod';
import { dialectWith, type DialectCodes } from '../http/dialect.js';
import { jsonReply } from '../http/reply.js';
import type { ErrorBodies } from '../openapi/openapi-document.js';

/** spec/operator.md: a bad shape is 400, an impossible state 409. */
const errors: DialectCodes<string> = {
  malformed_body: [400, 'The body cannot be read'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  malformed_path: [400, 'The request cannot be read'],
  not_acceptable: [406, 'Not acceptable'],
  bad_idempotency_key: [400, 'Bad idempotency key'],
  unknown_path: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  unauthenticated: [401, 'Unauthorized'],
  insufficient_scope: [403, 'Forbidden'],
  idempotency_conflict: [409, 'Idempotency conflict'],
  idempotency_in_flight: [409, 'Still in flight'],
  rate_limited: [429, 'Too many requests'],
  unavailable: [503, 'Not available now'],
  internal: [500, 'Internal error'],
  invalid_request: [400, 'The request is not valid'],
  invalid_amount: [400, 'The amount is not valid'],
  precision_overflow: [400, 'The amount has too many decimals'],
  currency_mismatch: [400, 'The currency does not fit'],
  not_found: [404, 'Not found'],
  invalid_status: [409, 'Not possible in this state'],
  insufficient_funds: [409, 'Insufficient funds'],
  account_not_transactable: [409, 'The account cannot transact'],
  counterparty_not_approved: [409, 'The counterparty is not approved'],
  counterparty_mismatch: [409, 'The counterparty is another customer’s'],
  purpose_not_allowed: [409, 'The purpose is not allowed'],
  rail_not_supported: [409, 'The rail is not supported'],
  limit_exceeded: [409, 'A limit is exceeded'],
  unsupported_document_type: [415, 'Unsupported document type'],
  document_too_large: [413, 'The document is too large'],
  request_conflict: [409, 'The same request was made with other content'],
  wallet_not_active: [409, 'The wallet is not active'],
};

const PROBLEM_TYPE = 'application/problem+json';

const typeOf = (code: string): string => `urn:sluice:problem:${code}`;

/** Operators are answered with problem details (RFC 9457); `errors` names the bad fields. What services call `after` is `cursor` to operators. */
export const operatorsDialect = dialectWith({
  prefix: '/ops',
  clients: 'ops',
  idempotencyHeader: null,
  codes: errors,
  page({ code, message, details, headers }, status, title) {
    const fields = details.length === 0 ? {} : { errors: details.map(({ field, message: wrong }) => ({ field: field === 'after' ? 'cursor' : field, message: wrong })) };
    return { ...jsonReply(status, { type: typeOf(code), title, status, detail: message, ...fields }, headers), contentType: `${PROBLEM_TYPE}; charset=utf-8` };
  },
});

/** The bodies of its errors, for its OpenAPI document: what has one title may be of several types. */
export const operatorsErrors: ErrorBodies = {
  mediaType: PROBLEM_TYPE,
  bodyOf: (titles) => z.strictObject({
    type: z.enum(Object.entries(errors).filter(([, [, title]]) => titles.includes(title)).map(([code]) => typeOf(code))), title: z.enum(titles), status: z.int(), detail: z.string(),
    errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).min(1).optional(),
  }),
};
