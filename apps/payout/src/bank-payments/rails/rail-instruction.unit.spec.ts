import { describe, expect, it } from '@jest/globals';
import { latinAlphabet, nachaAlphabet, railText } from '@sluice/kernel';
import fc from 'fast-check';
import { hostileText } from '../../../test/bank-files/instruction.builder.js';
import { railName, railReference } from './rail-instruction.js';

describe('text for a rail of Latin letters', () => {
  it.each([
    ['Monthly transfer', 'Monthly transfer'],
    ['Müller & Søn', 'Muller + Son'],
    ['Straße 5', 'Strasse 5'],
    ['Łukasz Żółć', 'Lukasz Zolc'],
    ['Ελένη', 'Eleni'],
    ['Мария', 'Mariya'],
    ['田中', 'TianZhong'],
    ['e\u0301', 'e'],
    ['10% of €5 #3', '10pct of EUR5 No.3'],
    ['a@b_c', 'a(at)b-c'],
    ['{a;b}', '(a,b)'],
    ['line\r\none\ttwo\u2028three\u00a0four', 'line one two three four'],
    ['  many   spaces  ', 'many spaces'],
    ['party 🎉!', 'party ..'],
    ['zero\u200bwidth', 'zerowidth'],
    ['half \ud83d', 'half .'],
    ['nul\0', 'nul'],
  ])('%j is %j', (text, expected) => {
    expect(railText(text, latinAlphabet)).toBe(expected);
  });

  it('is made of nothing but the letters allowed, and is the same when spelled again', () => {
    fc.assert(fc.property(hostileText, fc.constantFrom(latinAlphabet, nachaAlphabet), (text, alphabet) => {
      const shown = railText(text, alphabet);
      expect([...shown].every((character) => alphabet.allows.test(character))).toBe(true);
      expect(railText(shown, alphabet)).toBe(shown);
    }));
  });

  it('loses no letter or digit of ASCII', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      const letters = (of: string): string => of.replaceAll(/[^A-Za-z0-9]/g, '');
      const plain = text.replaceAll(/[@#%$]/g, '');
      expect(letters(railText(plain, latinAlphabet))).toBe(letters(plain));
    }));
  });
});

describe('text for a NACHA file', () => {
  it('is in capitals, and keeps the signs that X12 does not use', () => {
    expect(railText('Müller & Söhne #12 <a@b.c>', nachaAlphabet)).toBe('MULLER & SOHNE #12 <A@B.C>');
    expect(railText('a*b~c\\d', nachaAlphabet)).toBe('A.B-C/D');
  });
});

describe('a reference', () => {
  it('whose spelling does not fit is spelled with one letter for each character', () => {
    expect(railReference('ßßßßßßßßß', latinAlphabet, 18)).toBe('ssssssssssssssssss');
    expect(railReference('ßßßßßßßßßß', latinAlphabet, 18)).toBe('ssssssssss');
  });

  it('that fits in characters fits whatever they are', () => {
    fc.assert(fc.property(hostileText, fc.integer({ min: 1, max: 140 }), (text, length) => {
      const reference = [...text].slice(0, length).join('');
      expect(railReference(reference, latinAlphabet, length).length).toBeLessThanOrEqual(length);
    }));
  });

  it('that is too long is refused, not cut', () => {
    expect(() => railReference('INVOICE 1234567890', latinAlphabet, 17)).toThrow('17 characters at most');
  });
});

describe('a name', () => {
  it('is cut to its field', () => {
    expect(railName(`${'A'.repeat(21)} Bee`, 'ACH')).toBe('A'.repeat(21));
    expect(railName('Z'.repeat(200), 'SEPA')).toBe('Z'.repeat(70));
  });

  it.each(['', '   ', '🙂', '\u200b', '...'])('%j has nothing that a rail could carry', (name) => {
    expect(() => railName(name, 'FPS')).toThrow(expect.objectContaining({ field: 'creditor.name' }));
  });
});
