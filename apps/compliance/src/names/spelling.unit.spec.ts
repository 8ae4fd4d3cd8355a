import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inventedList } from './name-lists.js';
import { isComparable, spellingsOf, wordsOf } from './likeness.js';

describe('the words of a name', () => {
  it.each([
    ['Müller-Ögüt GmbH', ['muller', 'ogut']],
    ["O'Brien, Sean", ['obrien', 'sean']],
    ['ΓΙΩΡΓΟΣ', ['giorgos']],
    ['Acme Co. Ltd.', ['acme']],
    ['  The   Company  ', ['the', 'company']],
    ['ＦＵＬＬ width', ['full', 'width']],
    ['—', []],
    ['🦊🦊', []],
    ['Ada 🦊 Example', ['ada', 'example']],
    ['Vik\u200Btor\u00ADMala\u2060khov', ['viktormalakhov']],
    ['O\u02BCNeill', ['oneill']],
    ['Самир аль-Кандахури', ['samir', 'al', 'kandakhuri']],
  ])('of %j', (name, words) => {
    expect(wordsOf(name)).toEqual(words);
  });
});

describe('a name that can be compared', () => {
  it.each([
    'Ada Lovelace', 'ada', "Sean O'Brien", 'Seán Ó Briain', 'José Ángel Núñez-Íñiguez', 'Łukasz Żółć', 'Nguyễn Thị Ánh Tuyết', 'Þórdís Æsa', 'Strauß & Söhne GmbH', 'İbrahim Şahin', 'ＡＤＡ',
    'Олеандра Ваштикова', 'Ґалаґан Їжакевич', 'ООО Ромашка Ltd', 'ΓΙΩΡΓΟΣ Παπαδόπουλος', 'Հովհաննես Այվազյան', 'გიორგი', '3M', 'Ada 🦊', '17 November', 'Limited', 'Ke\u0301vin', 'Hawaiʻi Kamaʻāina',
  ])('%j', (name) => {
    expect(isComparable(name)).toBe(true);
  });

  it('is every one of the sandbox’s list', () => {
    expect(inventedList.flatMap(({ name, aliases }) => [name, ...aliases]).filter((name) => !isComparable(name))).toEqual([]);
  });
});

describe('a name that cannot', () => {
  it.each([
    'سمير القندهوري', 'سَمِير القَنْدَهُورِيّ', 'שמעון פרס', '山田太郎', 'やまだ', '김정은', 'राम कुमार', 'สมชาย', 'አበበ', 'နေဝင်း', '𐎀𐎁', 'Ada القندهوري',
    '12345', '1 2-3', '٠١٢', '①②', '', '   ', '---', '…', '🦊🦊', '🇬🇧', '\u200B\u200D', 'Vіktor Malakhov', 'Мalakhov', 'Βiktor',
  ])('%j', (name) => {
    expect(isComparable(name)).toBe(false);
  });

  it('is any one in which nothing is left to compare', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      if (isComparable(name)) expect(wordsOf(name)).not.toEqual([]);
    }));
  });

  it('stays so whatever signs stand around it', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('.', '-', ' ', '🦊', '\u200B', "'", '(') }), (signs) => {
      expect(isComparable(`${signs}سمير${signs}`)).toBe(false);
      expect(isComparable(`${signs} Ada ${signs}`)).toBe(true);
    }));
  });
});

describe('what a list is searched for', () => {
  it.each([
    ['Ada Müller', ['Ada Müller']],
    ["O'Brien & Sons 3", ["O'Brien & Sons 3"]],
    ['Олеандра Ваштикова', ['Олеандра Ваштикова', 'Oleandra Vashtikova']],
    ['---', ['---']],
  ])('of %j', (name, spellings) => {
    expect(spellingsOf(name)).toEqual(spellings);
  });
});
