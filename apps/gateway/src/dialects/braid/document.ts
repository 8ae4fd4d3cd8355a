import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { openApiDocument, type DocumentAt, type ErrorWords } from '../../openapi/openapi-document.js';
import { fixedToken } from '../../openapi/security.js';
import { shapes } from './answer.schema.js';
import { braidDialect, wordOf } from './errors.js';
import { isBraidCode, statusOfCode } from './words.js';

export const BRAID_DOCUMENT = Symbol('the OpenAPI document of Braid');

/** Which of the words with a status a route says depends on the request more than on the route: any of them. */
const braidErrors: ErrorWords = {
  wordOf,
  bodyOf: ([word]) => {
    const status = isBraidCode(word) ? statusOfCode[word] : undefined;
    const codes = Object.entries(statusOfCode).flatMap(([code, codeStatus]) => (codeStatus === status ? [code] : []));
    return z.strictObject({ error: z.string(), code: z.enum(codes) });
  },
};

const descriptions = {
  400: 'The request is malformed, or a field of it is.', 401: 'The token is missing or not valid.', 404: 'There is no such resource.', 409: 'Not possible in this state.', 413: 'Too large.',
  415: 'Of a type that is not taken.', 429: 'Too many requests.', 500: 'Something went wrong on our side.', 503: 'Not available now, or not in time; it is safe to repeat.',
} as const;

/** The OpenAPI document of the whole dialect. */
export const braidDocument = (controllers: readonly Type[]): DocumentAt =>
  openApiDocument(controllers, {
    title: 'Braid', description: 'Stablecoin withdrawals from a portfolio wallet.', prefix: braidDialect.prefix, shapes, security: fixedToken, idempotencyHeader: braidDialect.idempotencyHeader,
    descriptions, errorsAt: () => braidErrors,
  });
