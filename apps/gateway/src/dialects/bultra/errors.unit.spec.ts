import { describe, expect, it } from '@jest/globals';
import { refusalCodes } from '@sluice/kernel';
import type { Problem, ProblemCode } from '../../http/problem.js';
import { bultraDialect } from './errors.js';

const replyTo = (code: ProblemCode, more: Partial<Problem> = {}) => {
  const { status, text } = bultraDialect.problemReply({ code, message: 'No.', details: [], headers: {}, ...more });
  return { status, error: (JSON.parse(text) as { error: Record<string, unknown> }).error };
};

describe('a problem in Bultra’s words', () => {
  it.each([
    ['malformed_body', 400, 'INVALID_REQUEST'], ['unauthenticated', 401, 'UNAUTHORIZED'], ['insufficient_scope', 403, 'FORBIDDEN'], ['unknown_path', 404, 'NOT_FOUND'], ['not_found', 404, 'NOT_FOUND'],
    ['method_not_allowed', 405, 'METHOD_NOT_ALLOWED'], ['invalid_status', 409, 'INVALID_STATUS'], ['idempotency_conflict', 409, 'IDEMPOTENCY_CONFLICT'], ['idempotency_in_flight', 409, 'IDEMPOTENCY_CONFLICT'],
    ['body_too_large', 413, 'PAYLOAD_TOO_LARGE'], ['document_too_large', 413, 'DOCUMENT_TOO_LARGE'], ['unsupported_media_type', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['unsupported_document_type', 415, 'UNSUPPORTED_DOCUMENT_TYPE'], ['insufficient_funds', 422, 'INSUFFICIENT_FUNDS'], ['account_not_transactable', 422, 'ACCOUNT_NOT_TRANSACTABLE'],
    ['counterparty_not_approved', 422, 'COUNTERPARTY_NOT_APPROVED'], ['counterparty_mismatch', 422, 'COUNTERPARTY_MISMATCH'], ['purpose_not_allowed', 422, 'PURPOSE_NOT_ALLOWED'],
    ['rail_not_supported', 422, 'RAIL_NOT_SUPPORTED'], ['rate_limited', 429, 'RATE_LIMITED'], ['unavailable', 503, 'SERVICE_UNAVAILABLE'], ['internal', 500, 'INTERNAL_ERROR'],
  ] as const)('%s is %d %s', (problem, status, code) => {
    expect(replyTo(problem)).toEqual({ status, error: { code, message: 'No.' } });
  });

  it.each(refusalCodes)('is never our own word, nor a failure of ours: %s', (code) => {
    const { status, error } = replyTo(code);
    expect(status).toBeLessThan(500);
    expect(String(error['code'])).not.toBe(code);
  });

  it('names the fields as Bultra does', () => {
    const details = ['accountId', 'numbers.sortCode', 'sortCode', 'name', 'after', 'amount', 'profile.name'].map((field) => ({ field, message: 'is odd' }));
    expect((replyTo('invalid_request', { details }).error['details'] as { field: string }[]).map(({ field }) => field)).toEqual([
      'account_id', 'account.sort_code', 'account.sort_code', 'profile.name', 'starting_after', 'amount', 'profile.name',
    ]);
  });

  it.each(['invalid_amount', 'precision_overflow', 'limit_exceeded'] as const)('names the amount where who refused did not: %s', (code) => {
    expect(replyTo(code).error['details']).toEqual([{ field: 'amount', message: 'No.' }]);
  });
});
