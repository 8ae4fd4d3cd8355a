import { Controller, Get, Req, UseInterceptors, type Type } from '@nestjs/common';
import { Public } from '@sluice/service-host';
import { z } from 'zod';
import { seenPath, type Dialect } from '../http/dialect.js';
import { ReplyInterceptor } from '../http/reply.interceptor.js';
import { jsonReply, type Reply } from '../http/reply.js';
import type { HttpRequest } from '../http/request.js';
import { openApiDocument, type DocumentAt, type DocumentOptions, type ErrorBodies } from '../openapi/openapi-document.js';
import { Operation } from '../openapi/operation.js';

/** Describes the errors with each status, unless the dialect describes them itself. */
const descriptions = {
  400: 'The request is malformed, or a field of it is.', 401: 'The credentials are missing or not valid.', 404: 'There is no such resource.', 409: 'Not possible in this state.', 413: 'Too large.',
  415: 'Of a type that is not taken.', 429: 'Too many requests.', 500: 'Something went wrong on our side.', 503: 'Not available now, or not in time; it is safe to repeat.',
} as const;

export interface DialectParts extends Pick<DocumentOptions, 'title' | 'description' | 'shapes' | 'security' | 'guarded'> {
  readonly dialect: Dialect;
  /** What every path of the document starts with, where it is not the dialect's own prefix. */
  readonly prefix?: string;
  readonly errors: ErrorBodies;
  /** Where a part of the paths has other error pages, such as OAuth's. */
  readonly otherErrors?: { readonly dialect: Dialect; readonly errors: ErrorBodies };
  readonly descriptions?: Readonly<Record<number, string>>;
  /** The name of the controller that serves the document; operations are named after their controllers. */
  readonly documentRoutes: string;
  /** Every controller of the dialect, in the order of its document; given the one that serves it. */
  readonly routes: (documentRoutes: Type) => readonly Type[];
}

/** The route where everyone can read the dialect's OpenAPI document. */
function documentController(prefix: string, name: string, documentAt: () => DocumentAt): Type {
  @Controller(prefix.slice(1))
  @Public('the dialect described')
  @UseInterceptors(ReplyInterceptor)
  class DocumentRoutes {
    @Get('openapi.json')
    @Operation({ summary: 'This document', answer: { status: 200, body: z.looseObject({ openapi: z.literal('3.1.1') }) } })
    read(@Req() request: HttpRequest): Reply {
      return jsonReply(200, documentAt()((path) => seenPath(request, path)));
    }
  }
  Object.defineProperty(DocumentRoutes, 'name', { value: name });
  return DocumentRoutes;
}

/** A dialect's controllers, and the document made of them: of the schemas that they read and print by, and of the pages they show for errors. */
export function serveDialect({ dialect, prefix = dialect.prefix, errors, otherErrors, documentRoutes, routes, ...parts }: DialectParts): { readonly controllers: Type[]; readonly documentAt: DocumentAt } {
  const controllers = [...routes(documentController(prefix, documentRoutes, () => documentAt))];
  const documentAt = openApiDocument(controllers, {
    ...parts,
    prefix,
    idempotencyHeader: dialect.idempotencyHeader,
    descriptions: { ...descriptions, ...parts.descriptions },
    errorsAt: (path) => {
      const isOther = otherErrors !== undefined && path.startsWith(`${otherErrors.dialect.prefix}/`);
      return isOther ? { codeOf: otherErrors.dialect.codeOf, ...otherErrors.errors } : { codeOf: dialect.codeOf, ...errors };
    },
  });
  return { controllers, documentAt };
}
