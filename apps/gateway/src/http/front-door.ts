import type { NestExpressApplication } from '@nestjs/platform-express';
import { newId } from '@sluice/kernel';
import { Database } from '@sluice/service-host';
import helmet from 'helmet';
import { GatewayConfig } from '../gateway.config.js';
import { answerInTime } from './answer-in-time.js';
import { dialectHosts } from './dialect-hosts.js';
import type { Dialect } from './dialect.js';
import { DIALECTS } from './dialects.token.js';
import type { Middleware } from './exchange.js';
import { jsonParser, urlencodedParser } from './received-body.js';
import { refuseWithoutDatabase } from './without-database.js';

const ownHeaders: Middleware = (_request, response, next) => {
  response.setHeader('X-Request-Id', newId());
  // Balances and withdrawals are nobody's to keep on the way.
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** What an ingress may map a host name of its own to. */
const PREFIXES = ['/wealthkernel', '/bultra', '/braid'];

/**
 * Puts up what every request passes first. It has to stand before the application is initialised, when Nest looks whether
 * body parsers are still missing.
 */
export function openFrontDoor(app: NestExpressApplication): void {
  app.set('etag', false);
  const [config, database, dialects] = [app.get(GatewayConfig), app.get(Database), app.get<Dialect[]>(DIALECTS)];
  const { dialectHosts: named = new Map<string, string>() } = config;
  const first = [helmet(), ownHeaders, dialectHosts(PREFIXES, named), jsonParser, urlencodedParser];
  app.use(...first, refuseWithoutDatabase(dialects, database), answerInTime(dialects, config, database));
}
