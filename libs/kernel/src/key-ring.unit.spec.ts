import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyRing } from './key-ring.js';

const [old, next] = [randomBytes(32), randomBytes(32)];
const ring = new KeyRing(old);

describe('a sealed text', () => {
  it('opens to what was sealed, and does not show it', () => {
    fc.assert(fc.property(fc.string({ minLength: 4 }), (secret) => {
      const sealed = ring.seal(secret, 'sub_1');
      expect(ring.open(sealed, 'sub_1')).toBe(secret);
      expect(JSON.stringify(sealed)).not.toContain(JSON.stringify(secret).slice(1, -1));
    }));
  });

  it('is another each time', () => {
    expect(ring.seal('secret', 'sub_1')).not.toEqual(ring.seal('secret', 'sub_1'));
  });

  it('opens with no other key, for nothing else, and not when it was changed', () => {
    const sealed = ring.seal('secret', 'sub_1');
    expect(() => new KeyRing(next).open(sealed, 'sub_1')).toThrow('cannot be opened');
    expect(() => new KeyRing(next).open({ ...sealed, keyId: undefined }, 'sub_1')).toThrow('cannot be opened');
    expect(() => ring.open(sealed, 'sub_2')).toThrow('cannot be opened');
    expect(() => ring.open({ ...sealed, text: Buffer.from('tamper').toString('base64') }, 'sub_1')).toThrow('cannot be opened');
    expect(() => ring.open({ ...sealed, tag: randomBytes(16).toString('base64') }, 'sub_1')).toThrow('cannot be opened');
  });

  it('is not made with a key of another length', () => {
    expect(() => new KeyRing('short').seal('secret', 'sub_1')).toThrow(RangeError);
  });
});

describe('a key that is being changed for another', () => {
  it('goes on to open what it sealed, while the first of the ring seals', () => {
    const [before, after] = [new KeyRing(old, next), new KeyRing(next, old)];
    const [byOld, byNext] = [before.seal('one', 'a'), after.seal('two', 'a')];
    expect([before.open(byNext, 'a'), after.open(byOld, 'a')]).toEqual(['two', 'one']);
    expect([byOld.keyId, byNext.keyId]).toEqual([before.current.id, after.current.id]);
    expect(byOld.keyId).not.toBe(byNext.keyId);
  });

  it('is found without its name by whoever has it', () => {
    const { keyId: _, ...nameless } = ring.seal('secret', 'a');
    expect(new KeyRing(next, old).open(nameless, 'a')).toBe('secret');
  });

  it('has the same name everywhere, and shows nothing of itself in it', () => {
    expect(new KeyRing(old).current.id).toBe(new KeyRing(next, old).keys[1]?.id);
    expect(old.toString('base64url')).not.toContain(ring.current.id);
  });
});
