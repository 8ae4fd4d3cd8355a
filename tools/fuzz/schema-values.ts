import fc, { type Arbitrary } from 'fast-check';

/** As much of JSON Schema as the documents use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Ids of things that are there, by what they name: `accountid`, `portfolioid`. */
export type KnownIds = ReadonlyMap<string, readonly string[]>;

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

/** What has one name in a list and another in a path. */
const aliases: Readonly<Record<string, string>> = { webhookid: 'endpointid' };

/** Ids that a field or parameter of this name may stand for. */
export function idsNamed(known: KnownIds, name: string): readonly string[] {
  const wanted = aliases[plain(name)] ?? plain(name);
  const isAny = ['target', 'id', 'ids', 'after', 'owner'].includes(wanted);
  return [...known].filter(([key]) => isAny || key === wanted || (wanted.length > 3 && key.endsWith(wanted)) || (key.length > 3 && wanted.endsWith(key))).flatMap(([, ids]) => ids);
}

const MOST = 6;

/** Half of the time, so that both are met. */
const maybe = (arbitrary: Arbitrary<unknown>): Arbitrary<unknown> => fc.option(arbitrary, { nil: undefined, freq: 2 });

const withoutAbsent = (entries: readonly (readonly [string, unknown])[]): unknown => Object.fromEntries(entries.filter(([, value]) => value !== undefined));

const byFormat: Readonly<Record<string, Arbitrary<string>>> = {
  uuid: fc.uuid(),
  email: fc.emailAddress(),
  uri: fc.constantFrom('http://127.0.0.1:9/hook', 'http://localhost:9/', 'https://127.0.0.1:9/a?b=c', 'https://hooks.invalid/'),
  date: fc.constantFrom('2026-02-28', '2024-02-29', '1970-01-01', '9999-12-31'),
  'date-time': fc.constantFrom('2026-01-15T10:00:00Z', '2024-02-29T23:59:59.999Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'),
};

/** Of every kind; the library's own graphemes take seconds to be set up. */
const letters = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...'abcXYZ019 -_./:') }, { weight: 1, arbitrary: fc.constantFrom('é', 'ß', '中', 'ж', '🦊', '\u0301', '"', '\\', '\n', '\u200b') });

function textOf({ pattern, format = '', minLength = 0, maxLength = 40 }: Schema): Arbitrary<string> {
  const amounts = fc.constantFrom('1.00', '0.01', '25', '1000000.00');
  const found = byFormat[format];
  if (found !== undefined) return found;
  // Of almost all letters that there are, which takes seconds to be set up.
  if (pattern === undefined || /\\[pP]\{|\[\^/.test(pattern)) return fc.oneof(amounts, fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 200)), unit: letters }));
  const regex = new RegExp(pattern, 'u');
  try {
    const matching = fc.stringMatching(regex, { size: 'small' });
    return ['1.00', '25'].some((amount) => regex.test(amount)) ? fc.oneof(amounts, matching) : matching;
  } catch {
    // A pattern that looks ahead cannot be drawn from.
    return fc.string({ minLength, maxLength: 60, unit: letters });
  }
}

const numberOf = ({ minimum = -1_000, maximum = 1_000_000 }: Schema): Arbitrary<number> => fc.oneof(fc.constantFrom(1, minimum, maximum, 0.01, 12.5), fc.integer({ min: Math.ceil(minimum), max: Math.max(Math.ceil(minimum), Math.floor(maximum)) }));

function objectOf(schema: Schema, known: KnownIds): Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties: more } = schema;
  const fields = Object.entries(properties).map(([name, each]) => valuesOf(each, known, name).map((value) => [name, value] as const));
  const own = fc.tuple(...Object.keys(properties).map((name, index) => (required.includes(name) ? (fields[index] ?? fc.constant([name, null] as const)) : maybe(fields[index] ?? fc.constant(null)) as Arbitrary<readonly [string, unknown]>)))
    .map((entries) => withoutAbsent(entries.filter((entry) => entry !== undefined)));
  if (typeof more !== 'object' || Object.keys(properties).length > 0) return own;
  return fc.dictionary(fc.string({ maxLength: 8 }), valuesOf(more, known), { maxKeys: 3 });
}

const listOf = ({ items = {}, minItems = 0, maxItems = MOST }: Schema, known: KnownIds, name: string): Arbitrary<unknown> =>
  fc.array(valuesOf(items, known, name), { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, MOST)) });

function byType(schema: Schema, known: KnownIds, name: string): Arbitrary<unknown> {
  const [type] = [schema.type ?? []].flat();
  if (type === 'object' || schema.properties !== undefined) return objectOf(schema, known);
  if (type === 'array') return listOf(schema, known, name);
  if (type === 'integer') return numberOf(schema).map(Math.trunc);
  if (type === 'number') return numberOf(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'string') return textOf(schema);
  return fc.oneof(fc.jsonValue({ maxDepth: 2 }), textOf({}));
}

/** Values that a schema takes, or nearly: what it cannot be told by is left to the gateway. Where a field names a thing, mostly one that is there. */
export function valuesOf(schema: Schema, known: KnownIds, name = ''): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  // Where the choice is of what is required, the fields stand beside it.
  if (choices !== undefined && schema.properties === undefined && choices.length > 0) return fc.oneof(...choices.map((choice) => valuesOf(choice, known, name)));
  if (schema.allOf?.[0] !== undefined && schema.type === undefined) return fc.tuple(...schema.allOf.map((part) => valuesOf(part, known, name))).map((parts) => (parts.every((part) => typeof part === 'object') ? Object.assign({}, ...parts) as unknown : parts[0]));
  const ids = [schema.type ?? []].flat()[0] === 'string' ? idsNamed(known, name) : [];
  const own = byType(schema, known, name);
  return ids.length === 0 ? own : fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: own });
}
