/** What JavaScript can do with the text of numbers that its type declarations do not know yet. */
interface SourceJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  rawJSON(text: string): object;
}

const sourceJson = JSON as unknown as SourceJson;

/** A number as it was written in JSON: no digit of it is lost. */
export class WrittenNumber {
  constructor(readonly text: string) {}

  /** The same text for `100`, `100.0` and `100.00`. */
  get shortest(): string {
    return /^-?\d+\.\d+$/.test(this.text) ? this.text.replace(/\.?0+$/, '') : this.text;
  }
}

const reviver = (_key: string, value: unknown, { source }: { readonly source?: string }): unknown => (typeof value === 'number' && source !== undefined ? new WrittenNumber(source) : value);

/** As `JSON.parse`, with every number as it is written. */
export const parseWritten = (text: string): unknown => sourceJson.parse(text, reviver);

/** What `JSON.stringify` prints as a number with exactly these digits. */
export const printedNumber = (digits: string): object => sourceJson.rawJSON(digits);
