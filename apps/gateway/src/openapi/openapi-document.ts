import type { Type } from '@nestjs/common';
import type { z } from 'zod';
import type { ProblemCode } from '../http/problem.js';
import { describedRoutes, type DescribedRoute } from './described-routes.js';
import { headersOf } from './headers.js';
import { inputSchema, namedSchemas, outputSchema, queryParameters } from './json-schema.js';
import { problemsOf } from './route-problems.js';
import type { SeenAt, Security } from './security.js';

type Json = Readonly<Record<string, unknown>>;

/** How a part of the paths says no. */
export interface ErrorWords {
  readonly wordOf: (code: ProblemCode) => readonly [status: number, word: string];
  /** The body of an error with one of these words. */
  readonly bodyOf: (words: readonly [string, ...string[]]) => z.ZodType;
  /** JSON unless told. */
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
  readonly errorsAt: (path: string) => ErrorWords;
  readonly descriptions: Readonly<Record<number, string>>;
  /** What goes for every route that asks for a token. */
  readonly guarded?: { readonly problems: readonly ProblemCode[]; readonly parameters: readonly Json[] };
}

const JSON_TYPE = 'application/json';

function errorResponses(route: DescribedRoute, { errorsAt, descriptions, idempotencyHeader, guarded }: DocumentOptions): Json {
  const { wordOf, bodyOf, mediaType = JSON_TYPE } = errorsAt(route.path);
  const more = route.scope === undefined ? [] : (guarded?.problems ?? []);
  const words = new Map<number, Set<string>>();
  for (const [status, word] of [...problemsOf(route, idempotencyHeader !== null), ...more].map(wordOf)) words.set(status, (words.get(status) ?? new Set()).add(word));
  return Object.fromEntries([...words].sort(([one], [other]) => one - other).map(([status, [first = '', ...rest]]) => {
    const schema = inputSchema(bodyOf([first, ...rest]));
    return [status, { description: descriptions[status] ?? '', headers: headersOf(status), content: { [mediaType]: { schema } } }];
  }));
}

function successResponse({ notes: { answer, summary } }: DescribedRoute, { shapes }: DocumentOptions): Json {
  const { status, replayStatus, body, file, headers } = answer;
  const content = body ? { [JSON_TYPE]: { schema: outputSchema(body, shapes) } } : file === undefined ? undefined : { [file]: {} };
  const response = { description: summary, headers: headersOf(status, headers), ...(content && { content }) };
  return { [status]: response, ...(replayStatus === undefined ? {} : { [replayStatus]: response }) };
}

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const keyParameter = (name: string): Json => ({
  name, in: 'header', required: false, description: 'The same key again is given the same answer.', schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
});

function requestBody({ body }: DescribedRoute['notes']): Json {
  if (!body) return {};
  return { requestBody: { required: body.optional !== true, content: { [body.mediaType ?? JSON_TYPE]: { schema: inputSchema(body.schema) } } } };
}

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
    summary: notes.summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(notes),
    responses: { ...successResponse(route, options), ...errorResponses(route, options) },
    security: scope === undefined ? [] : [{ [options.security.name]: options.security.needs(scope) }],
  };
}

/** How OpenAPI writes a path: below the server, parameters in braces. */
export const documentedPath = (path: string, prefix: string): string => path.slice(prefix.length).replaceAll(/:(\w+)/g, '{$1}');

/** The document as it is read from one place: what differs are the paths that it names. */
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
