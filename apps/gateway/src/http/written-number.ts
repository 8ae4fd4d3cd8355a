/** What JavaScript can do with the text of numbers that its type declarations do not know yet. */
interface SourceJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  rawJSON(text: string): object;
}

const sourceJson = JSON as unknown as SourceJson;

/** Beyond it a number is no amount of anything, and is not written out. */
const MOST_ZEROS = 100;

/** Its sign, its digits before and after the point, and its exponent, as JSON writes them. */
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** A number as it was written in JSON: no digit of it is lost. */
export class WrittenNumber {
  constructor(readonly text: string) {}

  /** By value, the same text for `100`, `100.00` and `1E+2`; as it was written where its exponent would make it absurdly long. */
  get shortest(): string {
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = PARTS.exec(this.text) ?? [];
    const digits = `${whole}${fraction}`.replace(/^0+/, '').replace(/0+$/, '');
    if (digits === '') return `${sign}0`;
    // Where the point stands, counted from before the first digit that is not a zero.
    const point = whole.length - (/^0*/.exec(`${whole}${fraction}`)?.[0].length ?? 0) + Number(exponent);
    if (point < -MOST_ZEROS || point > digits.length + MOST_ZEROS) return this.text;
    if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
    return `${sign}${digits.slice(0, point).padEnd(point, '0')}${digits.length > point ? `.${digits.slice(point)}` : ''}`;
  }
}

const reviver = (_key: string, value: unknown, { source }: { readonly source?: string }): unknown => (typeof value === 'number' && source !== undefined ? new WrittenNumber(source) : value);

/** As `JSON.parse`, with every number as it is written. */
export const parseWritten = (text: string): unknown => sourceJson.parse(text, reviver);

/** What `JSON.stringify` prints as a number with exactly these digits. */
export const printedNumber = (digits: string): object => sourceJson.rawJSON(digits);
