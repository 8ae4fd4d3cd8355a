import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyRing } from '@sluice/kernel';
import { resealed, sealedSecretSchema } from './secret.js';

const [old, next] = [randomBytes(32), randomBytes(32)];

describe('a secret of an endpoint whose key is changed for another', () => {
  it('is the same secret, and opens with the new key alone', () => {
    const again = resealed(new KeyRing(old).seal('whsec', 'sub_1'), 'sub_1', new KeyRing(next, old));
    expect(new KeyRing(next).open(again, 'sub_1')).toBe('whsec');
    expect(() => new KeyRing(old).open(again, 'sub_1')).toThrow('cannot be opened');
  });

  it('is read as an older version has stored it, without the id of its key', () => {
    const { keyId: _, ...nameless } = new KeyRing(old).seal('whsec', 'sub_1');
    expect(resealed(sealedSecretSchema.parse(nameless), 'sub_1', new KeyRing(next, old)).keyId).toBe(new KeyRing(next).current.id);
  });

  it('cannot be sealed anew without the key that sealed it, or for another endpoint', () => {
    const sealed = new KeyRing(old).seal('whsec', 'sub_1');
    expect(() => resealed(sealed, 'sub_1', new KeyRing(next))).toThrow('cannot be opened');
    expect(() => resealed(sealed, 'sub_2', new KeyRing(next, old))).toThrow('cannot be opened');
  });
});
