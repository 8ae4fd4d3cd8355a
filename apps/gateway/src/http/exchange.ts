import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the gateway uses of Express's request. */
export interface HttpRequest extends IncomingMessage {
  readonly originalUrl: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly ip: string | undefined;
}

/** What the gateway uses of Express's response. */
export interface HttpResponse extends ServerResponse {
  status(code: number): this;
  type(contentType: string): this;
  send(body?: string): this;
}

export type Next = (error?: unknown) => void;

export type Middleware = (request: HttpRequest, response: HttpResponse, next: Next) => void;

/** The path alone, as it was sent: without the query, before any decoding. */
export const pathOf = (request: Pick<HttpRequest, 'originalUrl'>): string => request.originalUrl.replace(/[?#].*$/s, '');
