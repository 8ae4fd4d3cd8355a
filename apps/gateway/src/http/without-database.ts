import type { Database } from '@sluice/service-host';
import { dialectOf, type Dialect } from './dialect.js';
import type { Middleware } from './exchange.js';
import { unavailable } from './problem-of.js';
import { sendReply } from './send-reply.js';

/** Needs nobody. */
const isDescription = (path: string): boolean => path.toLowerCase().endsWith('/openapi.json');

/**
 * Refuses at once while the database is known to be away: nobody can be let in without it, and whoever asks for it waits for seconds.
 * `Database` looks four times a second whether it is back.
 */
export const refuseWithoutDatabase = (dialects: readonly Dialect[], database: Pick<Database, 'usable'>): Middleware => (request, response, next) => {
  const dialect = dialectOf(dialects, request.path);
  if (database.usable || dialect === undefined || isDescription(request.path)) return next();
  sendReply(response, dialect.problemReply(unavailable()));
};
