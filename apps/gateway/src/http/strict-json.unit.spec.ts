import { describe, expect, it } from '@jest/globals';
import { parseStrictJson } from './strict-json.js';

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
