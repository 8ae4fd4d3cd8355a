import { UnreadableReport } from '../unreadable-report.js';

export const RECORD_LENGTH = 94;

/** A field of a record: text stands left and is filled with spaces, digits stand right and are filled with zeros. */
export type Field =
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'text'; readonly length: number }
  | { readonly kind: 'digits'; readonly length: number };

/** A record's fields in the order of the line; together exactly 94 characters. */
export type Layout = Readonly<Record<string, Field>>;
export type RecordOf<L extends Layout> = { readonly [K in keyof L as L[K] extends { readonly kind: 'constant' } ? never : K]: string };

export const constant = <Value extends string>(value: Value) => ({ kind: 'constant', value }) as const;
export const text = (length: number) => ({ kind: 'text', length }) as const;
export const digits = (length: number) => ({ kind: 'digits', length }) as const;
export const blank = (length: number) => constant(' '.repeat(length));

const lengthOf = (field: Field): number => (field.kind === 'constant' ? field.value.length : field.length);

function written(name: string, field: Field, value: string): string {
  if (field.kind === 'constant') return field.value;
  const allowed = field.kind === 'text' ? /^[ -~]*$/ : /^\d+$/;
  if (value.length > field.length || !allowed.test(value)) throw new RangeError(`${name} cannot hold ${JSON.stringify(value)}`);
  return field.kind === 'text' ? value.padEnd(field.length) : value.padStart(field.length, '0');
}

/** @throws RangeError when a value does not fit its field: what is written here has been fitted before. */
export function writeRecord<L extends Layout>(layout: L, record: RecordOf<L>): string {
  const values: Readonly<Record<string, string>> = record;
  return Object.entries(layout).map(([name, field]) => written(name, field, values[name] ?? '')).join('');
}

function checked(name: string, field: Field, value: string): string {
  if (field.kind === 'constant' && value !== field.value) {
    throw new UnreadableReport('malformed', `The file has ${JSON.stringify(value)} where its ${name} is ${JSON.stringify(field.value)}.`);
  }
  if (field.kind === 'digits' && !/^\d+$/.test(value)) {
    throw new UnreadableReport('malformed', `The file has ${JSON.stringify(value)} where its ${name} has digits.`);
  }
  return field.kind === 'text' ? value.trimEnd() : value;
}

/** The opposite of writing: text without the spaces that fill it, digits with their zeros. @throws UnreadableReport */
export function readRecord<L extends Layout>(layout: L, line: string): RecordOf<L> {
  let at = 0;
  const fields = Object.entries(layout).map(([name, field]): [string, string] => {
    const value = line.slice(at, (at += lengthOf(field)));
    return [name, checked(name, field, value)];
  });
  return Object.fromEntries(fields) as RecordOf<L>;
}

/** The length of a layout's line, for the check that every layout fills it. */
export const lineLength = (layout: Layout): number => Object.values(layout).reduce((sum, field) => sum + lengthOf(field), 0);
