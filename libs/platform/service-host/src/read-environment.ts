import type { z } from 'zod';

/** The environment is not what the service needs. The message is one sentence, without the values, which may be secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * What the environment tells in the schema's shape. The schema's messages say what a variable must be: `a port number`.
 * @throws ConfigError naming every variable that is missing or wrong.
 */
export function readEnvironment<T>(service: string, schema: z.ZodType<T>, environment: NodeJS.ProcessEnv = process.env): T {
  const read = schema.safeParse(environment);
  if (read.success) return read.data;
  const wrong = new Map(read.error.issues.map(({ path, message }) => [path.join('.'), message]));
  throw new ConfigError(`${service} cannot start: ${[...wrong].map(([name, expected]) => `${name} must be ${expected}`).join(', ')}.`);
}
