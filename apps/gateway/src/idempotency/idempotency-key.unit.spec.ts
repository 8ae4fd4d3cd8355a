import { describe, expect, it } from '@jest/globals';
import { readIdempotencyKey } from './idempotency-key.js';

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
