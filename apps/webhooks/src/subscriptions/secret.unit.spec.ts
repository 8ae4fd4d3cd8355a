import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { open, seal } from './secret.js';

const key = randomBytes(32);

describe('a sealed secret', () => {
  it('opens to what was sealed, and does not show it', () => {
    fc.assert(fc.property(fc.string({ minLength: 4 }), (secret) => {
      const sealed = seal(secret, 'sub_1', key);
      expect(open(sealed, 'sub_1', key)).toBe(secret);
      expect(JSON.stringify(sealed)).not.toContain(JSON.stringify(secret).slice(1, -1));
    }));
  });

  it('is another each time', () => {
    expect(seal('secret', 'sub_1', key)).not.toEqual(seal('secret', 'sub_1', key));
  });

  it('opens with no other key, for nothing else, and not when it was changed', () => {
    const sealed = seal('secret', 'sub_1', key);
    expect(() => open(sealed, 'sub_1', randomBytes(32))).toThrow();
    expect(() => open(sealed, 'sub_2', key)).toThrow();
    expect(() => open({ ...sealed, text: Buffer.from('tamper').toString('base64') }, 'sub_1', key)).toThrow();
    expect(() => open({ ...sealed, tag: randomBytes(16).toString('base64') }, 'sub_1', key)).toThrow();
  });
});
