import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf } from '../idempotency/idempotency-record.js';
import { parseStrictJson, parseWritten, printedNumber, WrittenNumber } from './json.js';

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text));

describe('a body that is one JSON object', () => {
  it.each([
    ['{}', {}], ['{"a":{"b":1},"c":{"b":2}}', { a: { b: 1 }, c: { b: 2 } }], ['[{}]'.slice(1, 3), {}], ['{"a":[{"b":1},{"b":2}]}', { a: [{ b: 1 }, { b: 2 }] }],
    ['{"a":"b","b":"a:{}[]\\"\\\\"}', { a: 'b', b: 'a:{}[]"\\' }], [' \n{"ü":"😀"}\t', { ü: '😀' }], ['{"a":"x","x":"a"}', { a: 'x', x: 'a' }],
  ])('is read: %s', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it('is read up to 32 levels deep', () => {
    expect(() => parse(`{"a":${'['.repeat(31)}${']'.repeat(31)}}`)).not.toThrow();
    expect(() => parse(`{"a":${'['.repeat(32)}${']'.repeat(32)}}`)).toThrow('nested');
  });

  it('does not reach the prototype', () => {
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    parse('{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('any other body', () => {
  it.each([
    ['', 'not valid JSON'], ['{', 'not valid JSON'], ["{'a':1}", 'not valid JSON'], ['{"a":01}', 'not valid JSON'], ['{"a":1,}', 'not valid JSON'], ['{"a":"\t"}', 'not valid JSON'],
    ['{"a":1}{"b":2}', 'not valid JSON'], ['[]', 'not a JSON object'], ['1', 'not a JSON object'], ['"a"', 'not a JSON object'], ['true', 'not a JSON object'], ['null', 'not a JSON object'],
    ['{"a":1,"a":1}', 'given twice'], ['{"a":1,"\\u0061":1}', 'given twice'], ['{"a":[{"b":{"c":1,"c":2}}]}', 'given twice'], ['{"":1,"":2}', 'given twice'], ['{"__proto__":1,"__proto__":2}', 'given twice'],
    ['{"a":"\\u0000"}', 'NUL'], ['{"\\u0000":1}', 'NUL'], ['{"a":["x\\u0000y"]}', 'NUL'], ['{"a":"\\ud83d"}', 'surrogate'], ['{"a":"\\ude00\\ud83d"}', 'surrogate'],
  ])('is refused: %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('is refused when it is not UTF-8', () => {
    expect(() => parseStrictJson(new Uint8Array([0x22, 0xc3, 0x28, 0x22]))).toThrow('UTF-8');
  });
});

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
