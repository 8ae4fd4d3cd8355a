import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentTraceparent, inSpan } from '@sluice/telemetry';

/**
 * Every HTTP request has a trace, so that all messages it leads to share one, also in a process whose HTTP server is not
 * instrumented because nobody collects spans.
 */
export function traceRequest(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void {
  if (currentTraceparent() !== undefined) return next();
  const parent = request.headers['traceparent'];
  const finished = (): Promise<void> => new Promise((resolve) => {
    response.once('close', resolve);
    next();
  });
  inSpan(`${request.method ?? 'HTTP'} request`, {}, typeof parent === 'string' ? parent : undefined, finished).catch(next);
}
