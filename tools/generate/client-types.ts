import { join } from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { root } from '../workspace.ts';

type Json = Readonly<Record<string, unknown>>;

/** Of each API: the module that serves it, and what it is called there. */
const served = {
  braid: ['dialects/braid/routes', 'braid'], bultra: ['dialects/bultra/routes', 'bultra'], operators: ['operators/operators.module', 'operators'], wealthkernel: ['dialects/wealthkernel/routes', 'wealthkernel'],
} as const;

export const apiNames = Object.keys(served) as readonly (keyof typeof served)[];

interface Described {
  readonly documentAt: (at: (path: string) => string) => Json;
}

/** An API's OpenAPI document, made by the gateway's built code. */
export async function documentOf(api: keyof typeof served): Promise<Json> {
  const [file, name] = served[api];
  const module = (await import(join(root, 'apps/gateway/dist', `${file}.js`))) as Readonly<Record<string, Described>>;
  const described = module[name];
  if (described === undefined) throw new Error(`The gateway serves no ${name}.`);
  return described.documentAt((path) => path);
}

interface Answer {
  readonly description: string;
  readonly content?: Json;
}

interface Operation {
  readonly responses: Readonly<Record<string, Answer>>;
}

const JSON_TYPE = 'application/json';

/** Bodies of errors that are the same in many operations stand in the document once. Headers are read from the answer itself, and of what comes as JSON or as a table the client takes JSON. */
function shortened(document: Json): Json {
  const shared = new Map<string, string>();
  const answerOf = ({ description, content }: Answer): Json => ({ description, ...(content && { content: content[JSON_TYPE] === undefined ? content : { [JSON_TYPE]: content[JSON_TYPE] } }) });
  const named = (status: string, answer: Answer): Json => {
    if (status < '400') return answerOf(answer);
    const text = JSON.stringify(answerOf(answer));
    const name = shared.get(text) ?? `Error${status}_${[...shared.values()].filter((known) => known.startsWith(`Error${status}`)).length + 1}`;
    shared.set(text, name);
    return { $ref: `#/components/responses/${name}` };
  };
  const each = <Value>(of: object, change: (value: Value, key: string) => unknown): Json => Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value as Value, key)]));
  const paths = each<Record<string, Operation>>(document['paths'] as object, (operations) =>
    each<Operation>(operations, (operation) => ({ ...operation, responses: each<Answer>(operation.responses, (answer, status) => named(status, answer)) })));
  const responses = Object.fromEntries([...shared].map(([text, name]) => [name, JSON.parse(text) as Json]));
  return { ...document, paths, components: { ...(document['components'] as Json), responses } };
}

/** The file that a client of this API is typed by. */
export async function clientTypes(document: Json): Promise<string> {
  const types = await openapiTS(shortened(document) as unknown as OpenAPI3, { defaultNonNullable: false, alphabetize: false });
  return `/** Made of the OpenAPI document: npm run generate. */\n${astToString(types)}`;
}

export const clientTypesFile = (api: keyof typeof served): string => join(root, 'libs/clients/src/generated', `${api}.ts`);
