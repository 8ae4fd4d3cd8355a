import { HttpProblem } from './problem.js';

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

export type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper than any shape of ours; a body beyond it is an attack or a mistake. */
const MAX_DEPTH = 32;

/** Whether numbers are read as JavaScript has them, or with all digits as they are written. */
export type Numbers = 'binary' | 'written';

const malformed = (message: string): HttpProblem => new HttpProblem('malformed_body', message);

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8 text.');
  }
}

function parse(text: string, numbers: Numbers): unknown {
  try {
    return numbers === 'written' ? parseWritten(text) : JSON.parse(text);
  } catch {
    throw malformed('The body is not valid JSON.');
  }
}

/** A text that is stored and given back must survive both unchanged. */
function refuseUnstorable(text: string): void {
  if (text.includes('\0')) throw malformed('The body contains a NUL character.');
  if (!text.isWellFormed()) throw malformed('The body contains half of a surrogate pair.');
}

/** Strings with their quotes, and the marks that open, close or make a key. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/gs;

/** Walks over text that is known to be JSON: of two equal keys `JSON.parse` silently takes the last. */
function refuseDuplicatesAndDepth(text: string): void {
  const open: (Set<string> | null)[] = [];
  let lastString = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const keys = open.at(-1);
      if (keys?.has(lastString)) throw malformed(`The field ${JSON.stringify(lastString)} is given twice.`);
      keys?.add(lastString);
    } else {
      lastString = JSON.parse(token) as string;
      refuseUnstorable(lastString);
    }
    if (open.length > MAX_DEPTH) throw malformed(`The body is nested more than ${MAX_DEPTH} levels deep.`);
  }
}

/**
 * Reads a body as one JSON object.
 * @throws HttpProblem `malformed_body` when it is not JSON or not an object, repeats a key, is nested too deeply, or holds
 * text that cannot be stored as it is.
 */
export function parseStrictJson(bytes: Uint8Array, numbers: Numbers = 'binary'): JsonObject {
  const text = decode(bytes);
  const value = parse(text, numbers);
  refuseDuplicatesAndDepth(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('The body is not a JSON object.');
  return value as JsonObject;
}
