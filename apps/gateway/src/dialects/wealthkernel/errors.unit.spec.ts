import { describe, expect, it } from '@jest/globals';
import { refusalCodes } from '@sluice/kernel';
import type { Problem } from '../../http/problem.js';
import { wealthkernelDialect } from './errors.js';

const reply = (problem: Partial<Problem>): { status: number; contentType: string; body: Record<string, unknown> } => {
  const { status, contentType, text } = wealthkernelDialect.problemReply({ code: 'internal', message: 'No.', details: [], headers: {}, ...problem });
  return { status, contentType, body: JSON.parse(text) as Record<string, unknown> };
};

describe('a problem', () => {
  it('has five members and a type that can be looked up', () => {
    const { contentType, body } = reply({ code: 'not_found' });
    expect(contentType).toMatch(/^application\/problem\+json/);
    expect(Object.keys(body)).toEqual(['type', 'title', 'status', 'traceId', 'errors']);
    expect(body).toMatchObject({ type: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5', status: 404, errors: {} });
  });

  it('names every bad field in the dialect’s words', () => {
    const { body } = reply({ code: 'invalid_request', details: [{ field: 'mandate', message: 'is odd' }, { field: 'consideration.amount', message: 'must be a number' }] });
    expect(body).toMatchObject({ title: 'One or more validation errors occurred.', errors: { mandateType: ['is odd'], 'consideration.amount': ['must be a number'] } });
  });

  it.each([['malformed_body', '$'], ['bad_idempotency_key', 'Idempotency-Key'], ['idempotency_conflict', 'Idempotency-Key'], ['not_acceptable', 'Accept-Version'], ['invalid_amount', '$']] as const)('that is no field’s has a place: %s at %s', (code, place) => {
    expect(reply({ code }).body['errors']).toEqual({ [place]: ['No.'] });
  });

  it('of business is a 400, a 404 or a 409 where one escapes, and never a 403 or a 422', () => {
    expect(refusalCodes.map((code) => reply({ code }).status).filter((status) => ![400, 404, 409, 413, 415].includes(status))).toEqual([]);
    expect(reply({ code: 'insufficient_scope' }).status).toBe(401);
  });
});
