import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;
type Shapes = z.core.$ZodRegistry<{ id: string }>;

/** Where schemas that have a name stand in the document. */
const uri = (id: string): string => `#/components/schemas/${id}`;

const options = { unrepresentable: 'any' } as const;

const plain = ({ $schema: _schema, $id: _id, ...rest }: Json): Json => rest;

/** The schema of what is sent to us, as far as JSON Schema can say what zod checks. */
export const inputSchema = (schema: z.ZodType): Json => plain(z.toJSONSchema(schema, { ...options, io: 'input' }));

/** The schema of what we send: by its name when it has one. */
export function outputSchema(schema: z.ZodType, shapes: Shapes): Json {
  const named = shapes.get(schema)?.id;
  return named === undefined ? plain(z.toJSONSchema(schema, { ...options, io: 'output' })) : { $ref: uri(named) };
}

/** All schemas that have a name, as they stand under `components`. */
export function namedSchemas(shapes: Shapes): Json {
  const { schemas } = z.toJSONSchema(shapes, { ...options, io: 'output', uri });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]));
}

/** The parameters of a query: text on the wire, described as what it stands for. */
export function queryParameters(query: z.ZodObject): Json[] {
  const { required = [] } = z.toJSONSchema(query, { ...options, io: 'input' });
  const { properties = {} } = z.toJSONSchema(query, { ...options, io: 'output' });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}
