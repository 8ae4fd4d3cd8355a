import { describe, expect, it } from '@jest/globals';
import { refusalCodes } from '@sluice/kernel';
import { problemOf, type ProblemCode } from '../../http/problem.js';
import { braidDialect, commonRefusal, isBraidCode, refusal } from './errors.js';

const printed = (code: ProblemCode) => {
  const { status, text } = braidDialect.problemReply({ code, message: 'No.', details: [{ field: 'toAddress', message: 'is odd' }], headers: {} });
  return { status, body: JSON.parse(text) as { error: string; code: string } };
};

describe('a problem in Braid’s words', () => {
  it('is exactly the documentation’s when the caller is not known', () => {
    expect(braidDialect.problemReply({ code: 'unauthenticated', message: 'A bearer token is required.', details: [], headers: {} })).toMatchObject({
      status: 401, text: '{"error":"Unauthenticated request","code":"unauthenticated"}',
    });
  });

  it.each([
    ['malformed_body', 400, 'validation_error'], ['malformed_path', 400, 'validation_error'], ['invalid_request', 400, 'validation_error'], ['invalid_amount', 400, 'invalid_amount'], ['precision_overflow', 400, 'precision_overflow'],
    ['unknown_path', 404, 'not_found'], ['not_found', 404, 'not_found'], ['method_not_allowed', 405, 'method_not_allowed'], ['request_conflict', 409, 'request_id_conflict'], ['insufficient_funds', 409, 'insufficient_funds'],
    ['wallet_not_active', 409, 'wallet_not_active'], ['body_too_large', 413, 'payload_too_large'], ['unsupported_media_type', 415, 'unsupported_media_type'], ['rate_limited', 429, 'rate_limited'], ['unavailable', 503, 'service_unavailable'], ['internal', 500, 'internal_error'],
  ] as const)('%s is %d %s', (problem, status, code) => {
    expect(printed(problem)).toEqual({ status, body: { error: 'No.', code } });
  });

  it.each(refusalCodes)('is always a word of the dialect, and no failure of ours: %s', (code) => {
    const { status, body } = printed(code);
    expect(status).toBeLessThan(500);
    expect(isBraidCode(body.code)).toBe(true);
    expect(Object.keys(body)).toEqual(['error', 'code']);
  });
});

describe('a refusal in a word of its own', () => {
  it('is printed with it and its status', () => {
    const { status, text } = braidDialect.problemReply(problemOf(commonRefusal('payout_not_retryable')));
    expect([status, text]).toEqual([409, '{"error":"Only a failed payout can be retried.","code":"payout_not_retryable"}']);
    expect(braidDialect.problemReply(problemOf(refusal('unsupported_chain', 'No.')))).toMatchObject({ status: 400, text: '{"error":"No.","code":"unsupported_chain"}' });
  });

  it.each(['toString', 'constructor', '__proto__', '', undefined])('is not %j', (word) => {
    expect(isBraidCode(word)).toBe(false);
  });
});
