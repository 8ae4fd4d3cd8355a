import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { oauthWordOf } from '../../access/oauth-errors.js';
import { bultraScopes } from '../../access/scopes.js';
import { openApiDocument, type DocumentAt, type ErrorWords } from '../../openapi/openapi-document.js';
import { clientCredentials } from '../../openapi/security.js';
import { shapes } from './answer.schema.js';
import { bultraDialect, wordOf } from './errors.js';

export const BULTRA_DOCUMENT = Symbol('the OpenAPI document of Bultra');

const bultraErrors: ErrorWords = {
  wordOf,
  bodyOf: (words) =>
    z.strictObject({
      error: z.strictObject({ code: z.enum(words), message: z.string(), details: z.array(z.strictObject({ field: z.string(), message: z.string() })).min(1).optional() }),
    }),
};

/** RFC 6749 section 5.2. Of bad requests it has more words than other failures can have. */
const oauthErrors: ErrorWords = {
  wordOf: oauthWordOf,
  bodyOf: (words) => z.strictObject({ error: z.enum([...words, ...(words[0] === 'invalid_request' ? ['unsupported_grant_type', 'invalid_scope'] : [])]), error_description: z.string().optional() }),
};

const descriptions = {
  400: 'The request is malformed, or a field of it is.', 401: 'The credentials are missing or not valid.', 403: 'The token lacks the scope.', 404: 'There is no such resource.',
  409: 'Not possible in this state, or another request has the idempotency key.', 413: 'Too large.', 415: 'Of a type that is not taken.', 422: 'A rule of accounts, counterparties or rails stands against it.',
  429: 'Too many requests.', 500: 'Something went wrong on our side.', 503: 'Not available now, or not in time; it is safe to repeat.',
} as const;

/** The OpenAPI document of the whole dialect. */
export const bultraDocument = (controllers: readonly Type[]): DocumentAt =>
  openApiDocument(controllers, {
    title: 'Bultra', description: 'Withdrawals from an account to a counterparty over a bank rail.', prefix: bultraDialect.prefix, shapes,
    security: clientCredentials('/bultra/oauth2/token', bultraScopes), idempotencyHeader: bultraDialect.idempotencyHeader, descriptions,
    errorsAt: (path) => (path.startsWith('/bultra/oauth2/') ? oauthErrors : bultraErrors),
  });
