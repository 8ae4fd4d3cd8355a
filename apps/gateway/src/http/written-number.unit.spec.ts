import { describe, expect, it } from '@jest/globals';
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
    expect(print('1')).not.toBe(fingerprintOf(read('{"a":"1"}')));
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
