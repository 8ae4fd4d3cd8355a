import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { idFrom, newId, numericId } from './ids.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('an id made from parts', () => {
  it('is a UUID, and the same for the same parts', () => {
    fc.assert(fc.property(fc.array(fc.string()), (parts) => {
      expect(idFrom(...parts)).toMatch(uuid);
      expect(idFrom(...parts)).toBe(idFrom(...parts));
    }));
  });

  it('differs where the parts differ, also in where one ends and the next begins', () => {
    expect(idFrom('ab', 'c')).not.toBe(idFrom('a', 'bc'));
    expect(idFrom('a')).not.toBe(idFrom('a', ''));
    expect(idFrom('a","b')).not.toBe(idFrom('a', 'b'));
  });
});

describe('a new id', () => {
  it('is a UUID that was not there before', () => {
    expect(newId()).toMatch(uuid);
    expect(newId()).not.toBe(newId());
  });

  it('with a prefix has fifteen digits, the first not zero', () => {
    expect(numericId('wth_')).toMatch(/^wth_[1-9]\d{14}$/);
  });
});
