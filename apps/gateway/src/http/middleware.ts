import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { newId } from '@sluice/kernel';
import { Database } from '@sluice/service-host';
import helmet from 'helmet';
import { serveConsole } from '../console/console.js';
import { ANSWER_WITHIN_MS, GatewayConfig } from '../gateway.config.js';
import { dialectHosts, dialectOf, DIALECTS, type Dialect } from './dialect.js';
import { AnswerOverdue, unavailable } from './problem.js';
import { refuseMethodsOfWrittenPaths, type ExpressApp } from './problem.filter.js';
import { sendReply } from './reply.js';
import { jsonParser, originForm, urlencodedParser, type Middleware } from './request.js';

/** Operators' requests may take longer, such as a reconciliation. */
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
 * Answers every request in time, whatever it waits for: a database that takes connections and does not answer holds a request for as long
 * as it likes. What the request had begun goes on, and finds that its client has been answered.
 */
const answerInTime = (dialects: readonly Dialect[], config: Pick<GatewayConfig, 'answerWithinMs'>, database: Pick<Database, 'suspect'>): Middleware => (request, response, next) => {
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

/** Needs nobody. */
const isDescription = (path: string): boolean => path.toLowerCase().endsWith('/openapi.json');

/**
 * Refuses at once while the database is known to be away: no caller can be authenticated without it, and a query would wait for seconds.
 * `Database` checks four times a second whether it is back.
 */
const refuseWithoutDatabase = (dialects: readonly Dialect[], database: Pick<Database, 'usable'>): Middleware => (request, response, next) => {
  const dialect = dialectOf(dialects, request.path);
  if (database.usable || dialect === undefined || isDescription(request.path)) return next();
  sendReply(response, dialect.problemReply(unavailable()));
};

const ownHeaders: Middleware = (_request, response, next) => {
  response.setHeader('X-Request-Id', newId());
  // Balances and withdrawals must not be cached on the way.
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** What an ingress may map a host name of its own to. */
const PREFIXES = ['/wealthkernel', '/bultra', '/braid'];

/**
 * Installs what every request passes first. It has to be there before the application is initialised, when Nest checks whether
 * body parsers are still missing.
 */
export function useMiddleware(app: NestExpressApplication): void {
  app.set('etag', false);
  const [config, database, dialects] = [app.get(GatewayConfig), app.get(Database), app.get<Dialect[]>(DIALECTS)];
  const { dialectHosts: named = new Map<string, string>() } = config;
  const first = [helmet(), ownHeaders, originForm, dialectHosts(PREFIXES, named), jsonParser, urlencodedParser];
  app.use(...first);
  serveConsole(app);
  app.use(refuseMethodsOfWrittenPaths(dialects, () => app.getHttpAdapter().getInstance() as ExpressApp), refuseWithoutDatabase(dialects, database), answerInTime(dialects, config, database));
}
