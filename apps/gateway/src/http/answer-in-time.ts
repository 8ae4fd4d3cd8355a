import { Logger } from '@nestjs/common';
import { ANSWER_WITHIN_MS, type GatewayConfig } from '../gateway.config.js';
import { dialectOf, type Dialect } from './dialect.js';
import type { Middleware } from './exchange.js';
import { problemOf } from './problem-of.js';
import { sendReply } from './send-reply.js';

/** What the request needs has not answered for so long that the client is told so. */
export class AnswerOverdue extends Error {
  override readonly name = 'AnswerOverdue';
}

/** Operators ask for work that takes longer, such as a reconciliation. */
const LONGER_FOR_OPERATORS = 3;

const logger = new Logger('HTTP');

/**
 * Answers every request in time, whatever it waits for: a database that takes connections and says nothing keeps a request for as long
 * as it likes. What the request had begun goes on, and finds that its client has been answered. Forms are read after this, and have
 * their sender's time.
 */
export const answerInTime = (dialects: readonly Dialect[], config: Pick<GatewayConfig, 'answerWithinMs'>): Middleware => (request, response, next) => {
  const { answerWithinMs: withinMs = ANSWER_WITHIN_MS } = config;
  const dialect = dialectOf(dialects, request.path);
  if (dialect === undefined || /^multipart\//i.test(request.headers['content-type'] ?? '')) return next();
  const late = setTimeout(() => {
    if (response.headersSent) return;
    logger.warn(`${request.method ?? ''} ${request.path} is answered before it is done: it takes too long.`);
    sendReply(response, dialect.problemReply(problemOf(new AnswerOverdue())));
  }, dialect.clients === 'ops' ? withinMs * LONGER_FOR_OPERATORS : withinMs);
  response.once('close', () => clearTimeout(late));
  next();
};
