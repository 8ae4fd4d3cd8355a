import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf } from '../idempotency/fingerprint.js';
import { parseStrictJson } from './strict-json.js';
import { parseWritten, printedNumber, WrittenNumber } from './written-number.js';

const LONG = '1234567890123456789012345678901234567890.12';
const read = (text: string) => parseStrictJson(Buffer.from(text), 'written');

describe('a number in a body', () => {
  it.each([LONG, '1e2', '1.000', '-0', '1E+400', '0.1000000000000000000000001'])('keeps every digit of %s', (text) => {
    expect(parseWritten(`{"a":[${text}]}`)).toEqual({ a: [new WrittenNumber(text)] });
  });

  it('is no text, and text is no number', () => {
    expect(read('{"a":1,"b":"1"}')).toEqual({ a: new WrittenNumber('1'), b: '1' });
  });

  it.each(['01', '.5', '1.', '+1', 'NaN', 'Infinity', '0x10'])('is malformed as %s', (text) => {
    expect(() => read(`{"a":${text}}`)).toThrow('not valid JSON');
  });

  it('tells two bodies apart by every digit, but not by zeros at the end', () => {
    const print = (text: string): string => fingerprintOf(read(`{"a":${text}}`));
    expect(print('100000000000000.01')).not.toBe(print('100000000000000.02'));
    expect(print('100')).toBe(print('100.00'));
    expect(print('1.50')).toBe(print('1.5'));
    expect(print('100')).not.toBe(print('1'));
    expect(print('100')).toBe(print('1E+2'));
    expect(print('1.5')).toBe(print('15e-1'));
    expect(print('1e400')).not.toBe(print('1e401'));
    expect(print('1')).not.toBe(fingerprintOf(read('{"a":"1"}')));
  });
});

describe('a number by its value', () => {
  it.each([
    ['100', '100'], ['100.00', '100'], ['1E+2', '100'], ['1e2', '100'], ['1.000', '1'], ['10', '10'], ['0.10', '0.1'], ['1E-2', '0.01'], ['12.3e1', '123'], ['12.345e1', '123.45'], ['0.00012e4', '1.2'],
    ['120e-3', '0.12'], ['-1.50', '-1.5'], ['0', '0'], ['0.000', '0'], ['0e999999999999', '0'], ['-0', '-0'], [LONG, LONG], ['1e-400', '1e-400'], ['1E+400', '1E+400'],
    ['1e99999999999999999999999999', '1e99999999999999999999999999'],
  ])('%s is %s', (text, value) => {
    expect(new WrittenNumber(text).shortest).toBe(value);
  });

  it('is what JavaScript takes it for', () => {
    const written = fc.tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.nat({ max: 20 }), fc.integer({ min: -30, max: 30 }));
    fc.assert(fc.property(written, ([digits, zeros, exponent]) => {
      const text = `${digits}.${'0'.repeat(zeros + 1)}e${exponent}`;
      expect(Number(new WrittenNumber(text).shortest)).toBe(Number(text));
      expect(new WrittenNumber(text).shortest).not.toMatch(/e|\.\d*0$/i);
    }));
  });
});

describe('a number in an answer', () => {
  it('has the digits it was given', () => {
    expect(JSON.stringify({ a: printedNumber(LONG) })).toBe(`{"a":${LONG}}`);
  });

  it('cannot be anything else', () => {
    expect(() => printedNumber('{}')).toThrow(SyntaxError);
  });
});
