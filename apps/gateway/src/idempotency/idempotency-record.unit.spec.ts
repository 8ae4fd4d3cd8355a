import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, judge, readIdempotencyKey, type IdempotencyRecord } from './idempotency-record.js';

const HEADER = 'x-bultra-idempotency-id';
const read = (value: string | undefined, method = 'POST'): string | undefined => readIdempotencyKey({ method, headers: { [HEADER]: value } }, HEADER);

describe('an idempotency key', () => {
  it.each(['a', 'a b', '~'.repeat(255)])('is taken: %s', (key) => {
    expect(read(key)).toBe(key);
  });

  it.each(['', '~'.repeat(256), 'é', '\u007f', 'a\u0000', '\ud83d\ude00'])('is refused: %j', (key) => {
    expect(() => read(key)).toThrow('printable ASCII');
  });

  it('may be absent, counts on POST only, and only where the dialect knows it', () => {
    expect(read(undefined)).toBeUndefined();
    expect(read('a', 'GET')).toBeUndefined();
    expect(readIdempotencyKey({ method: 'POST', headers: { [HEADER]: 'a' } }, null)).toBeUndefined();
  });
});

const now = new Date('2026-01-15T10:30:00Z');
const record = (more: Partial<IdempotencyRecord> = {}): IdempotencyRecord => ({
  fingerprint: 'f', ids: { uuid: 'u', digits: '1' }, holder: 'h', leaseUntil: new Date(now.getTime() + 1), answer: null, ...more,
});
const answer = { status: 201, contentType: 'application/json', text: '{}' };

describe('a key that was used before', () => {
  it('is answered as then', () => {
    expect(judge(record({ answer }), 'f', now)).toEqual({ kind: 'answered', answer });
  });

  it('is answered as then, however long ago', () => {
    expect(judge(record({ answer, leaseUntil: new Date(0) }), 'f', now)).toEqual({ kind: 'answered', answer });
  });

  it.each([record(), record({ answer }), record({ leaseUntil: new Date(0) })])('is a conflict with another body', (known) => {
    expect(judge(known, 'g', now)).toEqual({ kind: 'conflict' });
  });

  it('is in flight until the lease ends, and abandoned from then on', () => {
    expect(judge(record(), 'f', now)).toEqual({ kind: 'in_flight' });
    expect(judge(record({ leaseUntil: now }), 'f', now)).toEqual({ kind: 'abandoned' });
  });

  it('is not in flight for as long as a clock was wrong by which the lease was given', () => {
    expect(judge(record({ leaseUntil: new Date(now.getTime() + 48 * 3_600_000) }), 'f', now)).toEqual({ kind: 'abandoned' });
  });
});

describe('the fingerprint of a body', () => {
  it('does not see the order of fields, at any depth', () => {
    expect(fingerprintOf({ a: 1, b: { c: 2, d: [1, 2] } })).toBe(fingerprintOf({ b: { d: [1, 2], c: 2 }, a: 1 }));
  });

  it('takes no body for an empty one', () => {
    expect(fingerprintOf(null)).toBe(fingerprintOf({}));
  });

  it.each([
    [{ a: 1 }, { a: '1' }], [{ a: [1, 2] }, { a: [2, 1] }], [{ a: null }, {}], [{ a: 'b,c' }, { a: 'b', c: '' }], [{ a: { b: 1 } }, { 'a.b': 1 }], [{ a: '2500' }, { a: '2500.00' }], [{ a: [] }, { a: {} }],
  ])('tells %j from %j', (one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });
});
