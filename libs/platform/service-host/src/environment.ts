import { readFileSync } from 'node:fs';
import { KeyRing } from '@sluice/kernel';
import { z } from 'zod';

/** The environment is not what the service needs. The message is one sentence, without the values, which may be secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Variables = Readonly<Record<string, z.ZodType>>;
type Mistakes = Readonly<Record<string, string>>;

/**
 * What no variable can say by itself, such as a key that is needed where an address is given. Of a secret that lies in a file its value is there.
 * @returns what the variables that are wrong must be.
 */
export type EnvironmentRule = (environment: NodeJS.ProcessEnv, sandbox: boolean) => Mistakes;

/** Variables that are read together: a service's own, or those of a library that several services use. Each schema's message says what its variable must be. */
export interface EnvironmentPart<V extends Variables = Variables> {
  readonly variables: V;
  readonly rule?: EnvironmentRule | undefined;
}

/** One line of the configuration's page. */
export interface VariableDescription {
  readonly name: string;
  readonly description: string;
  /** `a port number` */
  readonly mustBe: string;
  readonly needed: 'always' | 'outside of the sandbox' | 'no';
  readonly default: string | undefined;
  /** Never printed, and may lie in the file that `<name>_FILE` names. */
  readonly secret: boolean;
}

const FILE = '_FILE';
const isSandbox = (environment: NodeJS.ProcessEnv): boolean => environment['SLUICE_SANDBOX'] === 'true';
const isSecret = (schema: z.ZodType): boolean => schema.meta()?.['secret'] === true;

/** A variable whose value is never printed. It may lie in a file instead: `<name>_FILE` then is its path. */
export const secret = <T extends z.ZodType>(schema: T, description: string): T => schema.meta({ description, secret: true });

/** A variable that only the sandbox does without; its description comes first: `outsideSandbox(url.describe('…'))`. */
export const outsideSandbox = <T extends z.ZodType>(schema: T): z.ZodOptional<T> => schema.optional().meta({ ...schema.meta(), outsideSandbox: true });

/**
 * A secret that can be changed for another while both are in use: one key, or several with commas between them, or one on each line of its file.
 * The first makes what is new, all are taken.
 */
export function keyRing(one: z.ZodType<string | Buffer, string>, words: string): z.ZodType<KeyRing, string> {
  const expected = `${words}, or several with commas between them`;
  return z.string(expected).transform((text, context): KeyRing => {
    const read = z.array(one).min(1).safeParse(text.split(/[,\n]/).map((key) => key.trim()));
    const [first, ...others] = read.data ?? [];
    if (first !== undefined) return new KeyRing(first, ...others);
    context.addIssue(expected);
    return z.NEVER;
  });
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/** The path of a JSON file, read and checked with the rest. What is in it is not repeated in an error: a file of keys must not end up in a log. */
export function jsonFile<T>(what: string, schema: z.ZodType<T>): z.ZodType<T, string> {
  const words = `the path of a JSON file of ${what}`;
  return z.string(words).min(1, words).transform((path, context): T => {
    const wrong = (why: string): never => (context.addIssue(`${words} (${why})`), z.NEVER);
    try {
      const read = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      return read.success ? read.data : wrong(`its shape is wrong at ${read.error.issues.map((issue) => issue.path.join('.') || 'the top').join(', ')}`);
    } catch (error) {
      return wrong(error instanceof SyntaxError ? 'it is not JSON' : `it cannot be read: ${codeOf(error)}`);
    }
  });
}

/** What the schema says of a value that is none. */
function expectationOf(schema: z.ZodType): string {
  const wrong = ['', '\0'].map((value) => schema.safeParse(value)).find(({ success }) => !success);
  return wrong?.error?.issues[0]?.message ?? 'any text';
}

/** A value without the newline that an editor puts at the end of a file. */
const contentOf = (path: string): string => readFileSync(path, 'utf8').replace(/\r?\n$/, '');

interface Given {
  readonly environment: NodeJS.ProcessEnv;
  readonly mistakes: Map<string, string>;
  /** Their file cannot be read, and is named: they are not called missing beside it. */
  readonly unreadable: ReadonlySet<string>;
}

/** The environment with the secrets that lie in files. */
function withSecretFiles(variables: Variables, environment: NodeJS.ProcessEnv): Given {
  const [given, mistakes, unreadable] = [{ ...environment }, new Map<string, string>(), new Set<string>()];
  for (const [name, schema] of Object.entries(variables)) {
    const path = environment[name + FILE];
    if (!isSecret(schema) || path === undefined) continue;
    try {
      if (environment[name] === undefined) given[name] = contentOf(path);
      else mistakes.set(name, `given once, by itself or by ${name}${FILE}`);
    } catch (error) {
      mistakes.set(name + FILE, `the path of a file that can be read (${codeOf(error)})`);
      unreadable.add(name);
    }
  }
  return { environment: given, mistakes, unreadable };
}

/** What is missing although the schema lets it be, since only the sandbox does without it. */
const missingOutsideSandbox = (variables: Variables, environment: NodeJS.ProcessEnv): [string, string][] =>
  Object.entries(variables).filter(([name, schema]) => schema.meta()?.['outsideSandbox'] === true && environment[name] === undefined)
    .map(([name, schema]) => [name, `${expectationOf(schema)} outside of the sandbox`]);

/** @throws ConfigError naming everything that is missing or wrong, of all parts. */
function readParts<V extends Variables>(service: string, parts: readonly EnvironmentPart[], environment: NodeJS.ProcessEnv, sandbox: boolean): z.output<z.ZodObject<V>> {
  const variables: Variables = Object.assign({}, ...parts.map((part) => part.variables)) as Variables;
  const given = withSecretFiles(variables, environment);
  const read = z.object(variables).safeParse(given.environment);
  const found = [
    ...(read.error?.issues ?? []).map(({ path, message }): [string, string] => [path.join('.'), message]),
    ...(sandbox ? [] : missingOutsideSandbox(variables, given.environment)),
    ...parts.flatMap(({ rule }) => Object.entries(rule?.(given.environment, sandbox) ?? {})),
  ];
  const wrong = new Map(given.mistakes);
  for (const [name, expected] of found) if (!wrong.has(name) && !given.unreadable.has(name)) wrong.set(name, expected);
  if (wrong.size > 0 || !read.success) throw new ConfigError(`${service} cannot start: ${[...wrong].map(([name, expected]) => `${name} must be ${expected}`).join(', ')}.`);
  return read.data as z.output<z.ZodObject<V>>;
}

/** Reads variables of one part. `sandbox` is what the environment says unless it is already known. @throws ConfigError naming every variable of the part that is missing or wrong. */
export const readEnvironment = <V extends Variables>(service: string, part: EnvironmentPart<V>, environment: NodeJS.ProcessEnv = process.env, sandbox = isSandbox(environment)): z.output<z.ZodObject<V>> =>
  readParts<V>(service, [part], environment, sandbox);

function description(name: string, schema: z.ZodType): VariableDescription {
  const { description: text = '', outsideSandbox: unlessSandbox } = schema.meta() ?? {};
  const needed = unlessSandbox === true ? 'outside of the sandbox' : schema.safeParse(undefined).success ? 'no' : 'always';
  const fallback = schema instanceof z.ZodDefault ? String(schema.def.defaultValue) : undefined;
  return { name, description: text, mustBe: expectationOf(schema), needed, default: fallback, secret: isSecret(schema) };
}

/** An address that is no secret may have a password in it. */
const withoutPassword = (value: string): string => value.replace(/\/\/[^/@\s]+@/, '//***@');

/** All that one service reads from its environment. */
export class ServiceEnvironment {
  private readonly parts: readonly EnvironmentPart[];

  constructor(readonly service: string, ...parts: readonly EnvironmentPart[]) {
    const names = parts.flatMap(({ variables }) => Object.keys(variables));
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new TypeError(`${service} describes ${twice} twice.`);
    this.parts = parts;
  }

  /** @throws ConfigError naming everything that is missing or wrong. */
  check(environment: NodeJS.ProcessEnv = process.env): void {
    readParts(this.service, this.parts, environment, isSandbox(environment));
  }

  get variables(): readonly VariableDescription[] {
    return this.parts.flatMap(({ variables }) => Object.entries(variables).map(([name, schema]) => description(name, schema)));
  }

  /** Every variable that has a value, given or by default, as it may be printed. */
  printable(environment: NodeJS.ProcessEnv = process.env): Readonly<Record<string, string>> {
    const values = this.variables.flatMap(({ name, default: fallback, secret: hidden }): [string, string][] => {
      const [value, path] = [environment[name] ?? fallback, hidden ? environment[name + FILE] : undefined];
      if (path !== undefined) return [[name, `*** from ${path}`]];
      return value === undefined ? [] : [[name, hidden ? '***' : withoutPassword(value)]];
    });
    return Object.fromEntries(values);
  }
}
