import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { wealthkernelScopes } from '../../access/scopes.js';
import { openApiDocument, type DocumentAt, type ErrorWords } from '../../openapi/openapi-document.js';
import { clientCredentials } from '../../openapi/security.js';
import { shapes } from './answer.schema.js';
import { wealthkernelDialect, wordOf } from './errors.js';
import { versions } from './version.guard.js';

export const WEALTHKERNEL_DOCUMENT = Symbol('the OpenAPI document of WealthKernel');

const problems: ErrorWords = {
  wordOf,
  mediaType: 'application/problem+json',
  bodyOf: (titles) =>
    z.strictObject({
      type: z.string(), title: z.enum(titles), status: z.int(), traceId: z.string(), errors: z.record(z.string(), z.array(z.string()).min(1)),
      error: z.string().optional().meta({ description: 'OAuth’s word, at the token endpoint.' }),
    }),
};

const versionHeader = { name: 'Accept-Version', in: 'header', required: false, schema: { type: 'string', enum: versions, default: versions[0] } };

const descriptions = {
  400: 'The request is malformed, or a field of it is.', 401: 'The credentials are missing or not valid.', 404: 'There is no such resource.', 406: 'No such version is spoken.',
  409: 'Not possible in this state, or another request has the idempotency key.', 413: 'Too large.', 415: 'Of a type that is not taken.', 429: 'Too many requests.', 500: 'Something went wrong on our side.',
  503: 'Not available now, or not in time; it is safe to repeat.',
} as const;

/** The OpenAPI document of the whole dialect. */
export const wealthkernelDocument = (controllers: readonly Type[]): DocumentAt =>
  openApiDocument(controllers, {
    title: 'WealthKernel', description: 'Withdrawals of cash from an investment portfolio.', prefix: wealthkernelDialect.prefix, shapes,
    security: clientCredentials('/wealthkernel/connect/token', wealthkernelScopes), idempotencyHeader: wealthkernelDialect.idempotencyHeader, descriptions, errorsAt: () => problems,
    guarded: { problems: ['not_acceptable'], parameters: [versionHeader] },
  });
