import type { Type } from '@nestjs/common';
import { z } from 'zod';
import type { Dialect } from '../http/dialect.js';
import type { ProblemCode } from '../http/problem.js';
import { describedRoutes, problemsOf, type DescribedRoute } from './operation.js';

type Json = Readonly<Record<string, unknown>>;
type Shapes = z.core.$ZodRegistry<{ id: string }>;

/** Where schemas that have a name stand in the document. */
const uri = (id: string): string => `#/components/schemas/${id}`;

const options = { unrepresentable: 'any' } as const;

const plain = ({ $schema: _schema, $id: _id, ...rest }: Json): Json => rest;

/** The schema of what is sent to us, as far as JSON Schema can say what zod checks. */
const inputSchema = (schema: z.ZodType): Json => plain(z.toJSONSchema(schema, { ...options, io: 'input' }));

/** The schema of what we send: by its name when it has one. */
function outputSchema(schema: z.ZodType, shapes: Shapes): Json {
  const named = shapes.get(schema)?.id;
  return named === undefined ? plain(z.toJSONSchema(schema, { ...options, io: 'output' })) : { $ref: uri(named) };
}

/** All schemas that have a name, as they stand under `components`. */
function namedSchemas(shapes: Shapes): Json {
  const { schemas } = z.toJSONSchema(shapes, { ...options, io: 'output', uri });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]));
}

/** The parameters of a query: text on the wire, described as what it stands for. */
function queryParameters(query: z.ZodObject): Json[] {
  const { required = [] } = z.toJSONSchema(query, { ...options, io: 'input' });
  const { properties = {} } = z.toJSONSchema(query, { ...options, io: 'output' });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}

/** A path of the gateway as the document's reader has to write it. */
export type SeenAt = (path: string) => string;

/** How callers prove themselves, as OpenAPI says it. */
export interface Security {
  /** What the scheme is called in the document. */
  readonly name: string;
  /** `at` says how the reader has to write a path of the gateway. */
  readonly scheme: (at: SeenAt) => object;
  /** What a route that is open to this scope needs of a caller's token. */
  readonly needs: (scope: string) => readonly string[];
}

/** OAuth 2.0 client credentials with these scopes. */
export function clientCredentials(tokenUrl: string, scopes: readonly string[]): Security {
  const described = Object.fromEntries(scopes.map((scope) => [scope, scope.replace(':', ', ')]));
  return { name: 'oauth2', scheme: (at) => ({ type: 'oauth2', flows: { clientCredentials: { tokenUrl: at(tokenUrl), scopes: described } } }), needs: (scope) => [scope] };
}

/** One token that opens everything. */
export const fixedToken: Security = { name: 'token', scheme: () => ({ type: 'http', scheme: 'bearer' }), needs: () => [] };

/** Fixed keys, each of which opens what its scopes say. */
export const scopedKey: Security = { name: 'key', scheme: () => ({ type: 'http', scheme: 'bearer' }), needs: (scope) => [scope] };

const FILE_NAME = '^(attachment|inline); filename="[^"]+"';

/** Headers of answers, by name. A required one is in every answer that names it. */
const headers = {
  'X-Request-Id': { description: 'Names this request in our logs.', required: true, schema: { type: 'string', format: 'uuid' } },
  'Cache-Control': { required: true, schema: { const: 'no-store' } },
  'WWW-Authenticate': { description: 'What is missing.', required: true, schema: { type: 'string' } },
  'Content-Disposition': { description: 'The name to keep the file under.', required: true, schema: { type: 'string', pattern: FILE_NAME } },
  Location: { description: 'Where it can be read.', required: true, schema: { type: 'string' } },
  'pagination-last': { description: 'The `after` of the next page; absent where this one is empty.', required: false, schema: { type: 'string' } },
  'Retry-After': { description: 'Seconds to wait before the same request is made again.', required: true, schema: { type: 'string', pattern: '^\\d+$' } },
  'RateLimit-Limit': { description: 'Requests in a second.', required: true, schema: { type: 'string', pattern: '^\\d+$' } },
  'RateLimit-Remaining': { required: true, schema: { const: '0' } },
  'RateLimit-Reset': { description: 'Seconds until there are more.', required: true, schema: { type: 'string', pattern: '^\\d+$' } },
  'Sometimes-Content-Disposition': { description: 'The name to keep the file under, where the answer is one.', required: false, schema: { type: 'string', pattern: FILE_NAME } },
  'Next-Cursor': { description: 'The `cursor` of the next page, where the answer is a table; absent on the last one.', required: false, schema: { type: 'string' } },
  'Sometimes-Retry-After': { description: 'Seconds to wait, where repeating the request may help.', required: false, schema: { type: 'string', pattern: '^\\d+$' } },
} as const;

const always = ['X-Request-Id', 'Cache-Control'] as const;

type HeaderName = keyof typeof headers;

const byStatus: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'], 403: ['WWW-Authenticate'], 409: ['Sometimes-Retry-After'], 429: ['Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'], 500: ['Sometimes-Retry-After'], 503: ['Retry-After'],
};

/** The headers of an answer with this status, those among them that it names itself. */
function headersOf(status: number, own: readonly string[] = []): object {
  const names = [...always, ...(byStatus[status] ?? []), ...own.filter((name): name is HeaderName => name in headers)];
  return Object.fromEntries(names.map((name) => [name.replace('Sometimes-', ''), headers[name]]));
}

/** The bodies of a dialect's errors. */
export interface ErrorBodies {
  /** The body of an error with one of these codes. */
  readonly bodyOf: (codes: readonly [string, ...string[]]) => z.ZodType;
  /** JSON unless given. */
  readonly mediaType?: string;
}

export interface DocumentOptions {
  readonly title: string;
  readonly description: string;
  /** What every path starts with; it becomes the document's server. */
  readonly prefix: string;
  readonly shapes: z.core.$ZodRegistry<{ id: string }>;
  readonly security: Security;
  /** Null where keys are not in a header. */
  readonly idempotencyHeader: string | null;
  readonly errorsAt: (path: string) => ErrorBodies & Pick<Dialect, 'codeOf'>;
  readonly descriptions: Readonly<Record<number, string>>;
  /** What goes for every route that needs a token. */
  readonly guarded?: { readonly problems: readonly ProblemCode[]; readonly parameters: readonly Json[] };
}

const JSON_TYPE = 'application/json';

function errorResponses(route: DescribedRoute, { errorsAt, descriptions, idempotencyHeader, guarded }: DocumentOptions): Json {
  const { codeOf, bodyOf, mediaType = JSON_TYPE } = errorsAt(route.path);
  const more = route.scope === undefined ? [] : (guarded?.problems ?? []);
  const codes = new Map<number, Set<string>>();
  for (const [status, code] of [...problemsOf(route, idempotencyHeader !== null), ...more].map(codeOf)) codes.set(status, (codes.get(status) ?? new Set()).add(code));
  return Object.fromEntries([...codes].sort(([one], [other]) => one - other).map(([status, [first = '', ...rest]]) => {
    const schema = inputSchema(bodyOf([first, ...rest]));
    return [status, { description: descriptions[status] ?? '', headers: headersOf(status), content: { [mediaType]: { schema } } }];
  }));
}

function successResponse({ notes: { answer, summary } }: DescribedRoute, { shapes }: DocumentOptions): Json {
  const { status, replayStatus, body, file = [], headers } = answer;
  const content = { ...(body && { [JSON_TYPE]: { schema: outputSchema(body, shapes) } }), ...Object.fromEntries([file].flat().map((mediaType) => [mediaType, {}])) };
  const response = { description: summary, headers: headersOf(status, headers), ...(Object.keys(content).length > 0 && { content }) };
  return { [status]: response, ...(replayStatus === undefined ? {} : { [replayStatus]: response }) };
}

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const keyParameter = (name: string): Json => ({
  name, in: 'header', required: false, description: 'The same key again is given the same answer.', schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
});

function requestBody({ body }: DescribedRoute['notes']): Json {
  if (!body) return {};
  const { schema, example, optional = false, mediaType = JSON_TYPE } = body;
  return { requestBody: { required: !optional, content: { [mediaType]: { schema: inputSchema(schema), ...(example && { example }) } } } };
}

/** Where an operation stands among the others: the first word of its path that is no version. */
const subjectOf = (path: string): string => path.split('/').find((part) => part !== '' && !/^v\d+$/.test(part)) ?? '';

function operationOf(route: DescribedRoute, options: DocumentOptions): Json {
  const { method, path, scope, notes } = route;
  const parameters = [
    ...pathParameters(path),
    ...(scope === undefined ? [] : (options.guarded?.parameters ?? [])),
    ...(notes.query ? queryParameters(notes.query) : []),
    ...(method === 'post' && scope !== undefined && options.idempotencyHeader !== null ? [keyParameter(options.idempotencyHeader)] : []),
  ];
  return {
    operationId: route.name,
    tags: [subjectOf(documentedPath(path, options.prefix))],
    summary: notes.summary,
    ...(notes.description === undefined ? {} : { description: notes.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(notes),
    responses: { ...successResponse(route, options), ...errorResponses(route, options) },
    security: scope === undefined ? [] : [{ [options.security.name]: options.security.needs(scope) }],
  };
}

/** How OpenAPI writes a path: below the server, parameters in braces. */
export const documentedPath = (path: string, prefix: string): string => path.slice(prefix.length).replaceAll(/:(\w+)/g, '{$1}');

/** The document as it is read at one address: what differs are the paths that it names. */
export type DocumentAt = (at: SeenAt) => Json;

/** The OpenAPI 3.1 document of everything these controllers describe, made from the schemas that they read and print by. */
export function openApiDocument(controllers: readonly Type[], options: DocumentOptions): DocumentAt {
  const paths: Record<string, Json> = {};
  for (const route of describedRoutes(controllers)) {
    const path = documentedPath(route.path, options.prefix);
    paths[path] = { ...paths[path], [route.method]: operationOf(route, options) };
  }
  const { name, scheme } = options.security;
  const schemas = namedSchemas(options.shapes);
  return (at) => ({
    openapi: '3.1.1',
    info: { title: options.title, version: '1', description: options.description },
    servers: [{ url: at(options.prefix) }],
    paths,
    components: { schemas, securitySchemes: { [name]: scheme(at) } },
  });
}
