import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { Database } from '@sluice/service-host';
import { ANSWER_WITHIN_MS, type GatewayConfig } from '../gateway.config.js';
import { dialectOf, type Dialect } from './dialect.js';
import type { Middleware } from './exchange.js';
import { AnswerOverdue } from './problem.js';
import { unavailable } from './problem-of.js';
import { sendReply } from './send-reply.js';

/** Operators ask for work that takes longer, such as a reconciliation. */
const LONGER_FOR_OPERATORS = 3;

const logger = new Logger('HTTP');

/** By when a request is answered, whatever becomes of it. */
class Deadline {
  private timer: NodeJS.Timeout | undefined;
  isOver = false;

  constructor(private readonly withinMs: number, private readonly onLate: () => void) {
    this.start();
  }

  start(): void {
    if (!this.isOver) this.timer = setTimeout(() => this.late(), this.withinMs);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  end(): void {
    this.isOver = true;
    this.stop();
  }

  private late(): void {
    this.isOver = true;
    this.onLate();
  }
}

const deadlines = new WeakMap<IncomingMessage, Deadline>();

/**
 * Answers every request in time, whatever it waits for: a database that takes connections and says nothing keeps a request for as long
 * as it likes. What the request had begun goes on, and finds that its client has been answered.
 */
export const answerInTime = (dialects: readonly Dialect[], config: Pick<GatewayConfig, 'answerWithinMs'>, database: Pick<Database, 'suspect'>): Middleware => (request, response, next) => {
  const { answerWithinMs: withinMs = ANSWER_WITHIN_MS } = config;
  const dialect = dialectOf(dialects, request.path);
  if (dialect === undefined) return next();
  const deadline = new Deadline(dialect.clients === 'ops' ? withinMs * LONGER_FOR_OPERATORS : withinMs, () => {
    if (response.headersSent) return;
    logger.warn(`${request.method ?? ''} ${request.path} is answered before it is done: it takes too long.`);
    database.suspect();
    sendReply(response, dialect.problemReply(unavailable()));
  });
  deadlines.set(request, deadline);
  response.once('close', () => deadline.end());
  next();
};

/**
 * Reads a form, whose sender may take its time over it: that is not ours.
 * @throws AnswerOverdue when the request was answered before, and nothing is to be begun for it any more
 */
export async function inSendersTime<Form>(request: IncomingMessage, read: () => Promise<Form>): Promise<Form> {
  const deadline = deadlines.get(request);
  if (deadline?.isOver === true) throw new AnswerOverdue('The request has been answered already.');
  deadline?.stop();
  try {
    return await read();
  } finally {
    deadline?.start();
  }
}
