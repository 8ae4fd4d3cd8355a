import type { NestExpressApplication } from '@nestjs/platform-express';
import { MAX_FILE_BYTES } from '../bank-payments/rails/rail-files.js';

/** Bodies stay bytes, whatever they claim to be: the bank's signature is over them, and those that cannot be read are kept too. */
export function takeRawBodies(app: NestExpressApplication): void {
  app.useBodyParser('raw', { type: () => true, limit: MAX_FILE_BYTES });
}
