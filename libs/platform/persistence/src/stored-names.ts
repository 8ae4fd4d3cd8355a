import { z } from 'zod';

/** The names of fields in stored documents, by the names that code uses. A field that is not listed has one name. */
export type StoredNames<S> = Partial<Record<keyof S & string, string>>;

type Fields = Record<string, unknown>;

const fieldsSchema = z.custom<Fields>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'is not an object');

/**
 * The object of this schema as documents have it: what is stored keeps its names for good, and code reads by today's. A stored field that has
 * by chance the name which code gives to another one is not known, like any field of another version.
 */
export function stored<S extends object>(schema: z.ZodType<S>, names: StoredNames<NoInfer<S>>): z.ZodType<S> {
  const toStored = new Map(Object.entries(names as Record<string, string>));
  const toCode = new Map([...toStored].map(([name, storedName]) => [storedName, name]));
  const decode = (document: Fields): Fields =>
    Object.fromEntries(Object.entries(document).flatMap(([name, value]) => (toStored.has(name) && !toCode.has(name) ? [] : [[toCode.get(name) ?? name, value]])));
  const encode = (state: Fields): Fields => Object.fromEntries(Object.entries(state).map(([name, value]) => [toStored.get(name) ?? name, value]));
  const renamed = z.codec(fieldsSchema, schema as z.ZodType<S, Fields>, { decode, encode });
  return Object.assign(renamed as unknown as z.ZodType<S>, { [STORED_FIELDS]: fieldsOf(schema).map((name) => toStored.get(name) ?? name) });
}

const STORED_FIELDS = Symbol('stored fields');

/** The names of the fields that documents of this schema have; none where it does not list them. */
export function fieldsOf(schema: z.ZodType): readonly string[] {
  const renamed = (schema as { readonly [STORED_FIELDS]?: readonly string[] })[STORED_FIELDS];
  if (renamed !== undefined) return renamed;
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.flatMap((option) => fieldsOf(option as z.ZodType)))];
  return [];
}
