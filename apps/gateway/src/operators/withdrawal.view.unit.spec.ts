import { describe, expect, it } from '@jest/globals';
import { csvText } from './withdrawal.view.js';

const cell = (value: string | number | null | undefined): string => csvText(['a'], [[value]]).split('\r\n').slice(1, -1).join('\r\n');

describe('a table as CSV', () => {
  it('has a header, commas, and CRLF at the end of every line', () => {
    expect(csvText(['a', 'b'], [['1', '2'], ['3', '4']])).toBe('a,b\r\n1,2\r\n3,4\r\n');
  });

  it('is a header alone when there is nothing', () => {
    expect(csvText(['a', 'b'], [])).toBe('a,b\r\n');
  });
});

describe('a cell', () => {
  it.each([['a,b', '"a,b"'], ['say "no"', '"say ""no"""'], ['two\nlines', '"two\nlines"'], ['two\r\nlines', '"two\r\nlines"']])('that would break the line is quoted: %j', (value, text) => {
    expect(cell(value)).toBe(text);
  });

  it.each([['=1+1', "'=1+1"], ['+44 20', "'+44 20"], ['@SUM(A1)', "'@SUM(A1)"], ['-2+3', "'-2+3"], ['\tx', "'\tx"], ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`]])('that a spreadsheet would run is disarmed: %j', (value, text) => {
    expect(cell(value)).toBe(text);
  });

  it.each([['-12.50', '-12.50'], [7, '7'], [null, ''], [undefined, ''], ['Zoë', 'Zoë']])('that is harmless stays as it is: %j', (value, text) => {
    expect(cell(value)).toBe(text);
  });
});
