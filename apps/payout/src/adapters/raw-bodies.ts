import type { NestExpressApplication } from '@nestjs/platform-express';

/** More than any report of the bank's is long. */
const LIMIT = '64kb';

/** Bodies stay bytes, whatever they claim to be: the bank's signature is over them, and those that cannot be read are kept too. */
export function takeRawBodies(app: NestExpressApplication): void {
  app.useBodyParser('raw', { type: () => true, limit: LIMIT });
}
