import { z } from 'zod';

type Schema = z.core.$ZodType;

/** Tried for every simple value: those that a schema takes are examples of it. */
const CANDIDATES: readonly unknown[] = [
  'a', '1', '0', '2026-01-15T10:30:00.000Z', '2026-01-15', '10:30', '0b5a0f8e-2c1d-4f6b-9c3a-5d7e8f901234', `0x${'a1'.repeat(20)}`, `0x${'a1'.repeat(32)}`, '0x', 'https://example.org/',
  'a@example.org', '1.00', '-1', 'USD', 'GB', 'P1D', 'a'.repeat(8), 'A'.repeat(26), '1'.repeat(9), '1'.repeat(6), 'a1'.repeat(32), 'US0378331005',
  1, 0, 12, 400, 1.5, -1, 1n, 0n, true, false, null, new Date('2026-01-15T10:30:00.000Z'), { a: 1 },
];

/** A schema may take several of them; these differ in more than their letters. */
const MOST_OF_A_KIND = 1;

const takes = (schema: Schema, value: unknown): boolean => z.safeParse(schema, value).success;
const writes = (schema: Schema, value: unknown): boolean => {
  try {
    return z.safeEncode(schema, value).success;
  } catch {
    return false; // Some codecs throw for what they cannot write.
  }
};

function simple(schema: Schema): unknown[] {
  const found = CANDIDATES.filter((candidate) => takes(schema, candidate));
  const kinds = Map.groupBy(found, (value) => (value === null ? 'null' : typeof value));
  return [...kinds.values()].flatMap((alike) => (typeof alike[0] === 'boolean' ? alike : alike.slice(0, MOST_OF_A_KIND)));
}

/** The i-th of each list together; a list that is over goes on with its last. So every example of every part is in one of the whole. */
function together<K extends PropertyKey>(lists: ReadonlyMap<K, readonly unknown[]>): Record<K, unknown>[] {
  const longest = Math.max(1, ...[...lists.values()].map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => Object.fromEntries([...lists].map(([key, list]) => [key, list[Math.min(index, list.length - 1)]])) as Record<K, unknown>);
}

function ofObject(shape: Readonly<Record<string, Schema>>): unknown[] {
  const fields = Object.entries(shape);
  const whole = together(new Map(fields.map(([name, field]) => [name, examplesOf(field).filter((value) => value !== undefined)])));
  const bare = Object.fromEntries(fields.filter(([, field]) => !takes(field, undefined)).map(([name, field]) => [name, examplesOf(field).at(-1)]));
  return [...whole, bare];
}

const ofList = (element: Schema): unknown[] => {
  const elements = examplesOf(element);
  return [elements, [], elements.slice(0, 1)];
};

/** What a schema reads: every word and every variant of each part at least once, all optional fields, and none of them. */
export function examplesOf(schema: Schema): unknown[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const found = ofDefinition(schema as z.core.$ZodTypes);
  const distinct = [...new Map(found.map((value) => [JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each)), value])).values()];
  const valid = distinct.filter((value) => writes(schema, value));
  if (valid.length === 0) throw new Error(`No example fits a schema of the type ${def.type}: add one to the candidates.`);
  return valid;
}

function ofDefinition(schema: z.core.$ZodTypes): unknown[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'enum': return Object.values(def.entries);
    case 'literal': return def.values;
    case 'object': return ofObject(def.shape);
    case 'array': return ofList(def.element);
    case 'record': return [{}, ...examplesOf(def.valueType).map((value) => Object.fromEntries([[String(examplesOf(def.keyType)[0]), value]]))];
    case 'tuple': return together(new Map(def.items.map((item, index) => [index, examplesOf(item)]))).map((values) => Object.values(values));
    case 'union': return def.options.flatMap(examplesOf);
    case 'nullable': return [...examplesOf(def.innerType), null];
    case 'optional': case 'default': case 'prefault': case 'readonly': case 'nonoptional': case 'catch': return examplesOf(def.innerType);
    case 'unknown': case 'any': return ['a'];
    case 'lazy': return examplesOf(def.getter());
    case 'pipe': return examplesOf(def.out);
    default: return simple(schema);
  }
}
