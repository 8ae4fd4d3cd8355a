interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

interface Body {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

export interface ApiDocument {
  readonly info: { readonly title: string; readonly description?: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ').replaceAll('<', '&lt;');
const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref;
const linked = (ref: string): string => `[${nameOf(ref)}](#${nameOf(ref).toLowerCase()})`;

/** In a few words: what a field is, with a link where the shape has a name. */
function kindOf(schema: Schema): string {
  if (schema.$ref !== undefined) return linked(schema.$ref);
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((each) => `\`${String(each)}\``).join(', ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined && schema.type === undefined) return either.map(kindOf).join(' or ');
  if (schema.items !== undefined) return `list of ${kindOf(schema.items)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : String(schema.type ?? 'any');
  return schema.format === undefined ? type : `${type} (${schema.format})`;
}

const fieldsOf = (schema: Schema, prefix = ''): readonly string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const row = `| \`${path}\` | ${cell(kindOf(field))} | ${schema.required?.includes(name) === true ? 'yes' : ''} | ${cell(field.description ?? '')} |`;
    return [row, ...fieldsOf(field, `${path}.`), ...(field.items === undefined ? [] : fieldsOf(field.items, `${path}[].`))];
  });

const table = (heads: readonly string[], rows: readonly string[]): string => (rows.length === 0 ? '' : `| ${heads.join(' | ')} |\n|${heads.map(() => '---').join('|')}|\n${rows.join('\n')}\n`);

const schemasOf = (body: Body | undefined): readonly Schema[] => Object.values(body?.content ?? {}).flatMap(({ schema }) => schema ?? []);

const shapeText = (schema: Schema): string => (schema.properties === undefined ? `${kindOf(schema)}\n` : table(['field', 'is', 'required', ''], fieldsOf(schema)));

function answerRow([status, answer]: readonly [string, Body]): string {
  const named = schemasOf(answer).map((schema) => (status < '400' && schema.properties === undefined ? kindOf(schema) : '')).filter((text) => text !== '');
  return `| ${status} | ${cell(answer.description ?? '')} | ${cell(named.join(' or '))} |`;
}

function operationText(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(({ name, in: where, required, description, schema = {} }) => `| \`${name}\` | ${where} | ${cell(kindOf(schema))} | ${required === true ? 'yes' : ''} | ${cell(description ?? schema.description ?? '')} |`);
  return [
    `### ${method.toUpperCase()} ${path.replaceAll(/[{}]/g, (brace) => `\\${brace}`)}`, `${operation.summary ?? ''}.${operation.description === undefined ? '' : ` ${operation.description}`}`,
    table(['parameter', 'in', 'is', 'required', ''], parameters),
    ...schemasOf(operation.requestBody).map((schema) => `**Body**\n\n${shapeText(schema)}`),
    `**Answers**\n\n${table(['status', 'when', 'body'], Object.entries(operation.responses).map(answerRow))}`,
  ].filter((part) => part !== '').join('\n\n');
}

/** A page of one API, made of its OpenAPI document: every operation by subject, then every shape that has a name. */
export function apiReference(document: ApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ subject: operation.tags?.[0] ?? 'other', text: operationText(method, path, operation) })));
  const subjects = [...Map.groupBy(operations, ({ subject }) => subject)].map(([subject, all]) => `## ${subject}\n\n${all.map(({ text }) => text).join('\n\n')}`);
  const shapes = Object.entries(document.components.schemas ?? {}).map(([name, schema]) => `### ${name}\n\n${schema.description ?? ''}\n\n${shapeText(schema)}`);
  const [{ url } = { url: '' }] = document.servers;
  return `# ${document.info.title}: API reference\n\n${document.info.description ?? ''} Made of the document that the gateway serves at \`${url}/openapi.json\`; paths are below \`${url}\`.\n\n${subjects.join('\n\n')}\n\n## Shapes\n\n${shapes.join('\n\n')}\n`;
}
