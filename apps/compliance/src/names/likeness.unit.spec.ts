import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LEAST_SCORE, likeness } from './likeness.js';

describe('the same person', () => {
  it.each([
    ['Viktor Dragunovich Malakhov', 'viktor dragunovich malakhov'],
    ['Viktor Dragunovich Malakhov', 'MALAKHOV, Viktor Dragunovich'],
    ['Viktor Dragunovich Malakhov', 'Viktor Malakhov'],
    ['Viktor Dragunovich Malakhov', 'Viktor Dragunovic Malakov'],
    ['Jürgen Weißenbüttelmann', 'Jurgen Weissenbuttelmann'],
    ['Олеандра Ваштикова', 'Oleandra Vashtikova'],
    ['Samir al-Qandahouri', 'Samir Alqandahouri'],
    ['Zephyrine Quillfeather-Morrow', 'Mrs. Zephyrine Quillfeather Morrow'],
    ['Blackmere Harbour Shipping LLC', 'Blackmere Harbour Shipping Company Limited'],
    ['Isolde Ravenscroft-Abernethy', 'Isodle Ravenscroft Abernethy'],
  ])('%j and %j', (one, other) => {
    expect(likeness(one, other)).toBeGreaterThanOrEqual(LEAST_SCORE);
    expect(likeness(other, one)).toBeGreaterThanOrEqual(LEAST_SCORE);
  });
});

describe('different people', () => {
  it.each([
    ['Viktor Dragunovich Malakhov', 'Viktor Dragunovich'.slice(0, 6)],
    ['Viktor Dragunovich Malakhov', 'Viktor Petersen'],
    ['Viktor Dragunovich Malakhov', 'Maria Malakhova'],
    ['Jürgen Weißenbüttelmann', 'Jürgen Weiß'],
    ['Meridian Gloaming Trading Company Limited', 'Meridian Trading Company Limited of Leeds'],
    ['Blackmere Harbour Shipping LLC', 'Shipping LLC'],
    ['Ann Lee', 'Anne Lie'],
    ['Ada Example', 'Alan Exemplar'],
    ['', 'Viktor Dragunovich Malakhov'],
    ['Limited', 'Company'],
  ])('%j and %j', (one, other) => {
    expect(likeness(one, other)).toBeLessThan(LEAST_SCORE);
    expect(likeness(other, one)).toBeLessThan(LEAST_SCORE);
  });
});

describe('any two names', () => {
  const name = fc.array(fc.constantFrom('viktor', 'malakhov', 'ann', 'lee', 'ravenscroft', 'quillfeather', 'ö', '—'), { maxLength: 5 }).map((words) => words.join(' '));

  it('are as alike one way round as the other, from nothing to the same', () => {
    fc.assert(fc.property(name, name, (one, other) => {
      const score = likeness(one, other);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(likeness(other, one)).toBeCloseTo(score, 10);
    }));
  });

  it('are the same in any order and case', () => {
    fc.assert(fc.property(fc.shuffledSubarray(['viktor', 'malakhov', 'ravenscroft', 'quillfeather'], { minLength: 1 }), (words) => {
      expect(likeness(words.join(' '), words.toReversed().join(', ').toUpperCase())).toBe(1);
    }));
  });

  it('of any letters break nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      expect(likeness(one, other)).toBeLessThanOrEqual(1);
    }));
  });
});
