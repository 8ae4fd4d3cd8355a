import type { NestExpressApplication } from '@nestjs/platform-express';
import { newId } from '@sluice/kernel';
import helmet from 'helmet';
import type { Middleware } from './exchange.js';
import { jsonParser, urlencodedParser } from './received-body.js';

const ownHeaders: Middleware = (_request, response, next) => {
  response.setHeader('X-Request-Id', newId());
  // Balances and withdrawals are nobody's to keep on the way.
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/**
 * Puts up what every request passes first. It has to stand before the application is initialised, when Nest looks whether
 * body parsers are still missing.
 */
export function openFrontDoor(app: NestExpressApplication): void {
  app.set('etag', false);
  app.use(helmet(), ownHeaders, jsonParser, urlencodedParser);
}
