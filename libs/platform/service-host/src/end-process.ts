import { writeSync } from 'node:fs';
import type { LoggerService } from '@nestjs/common';

const STDERR = 2;

/** What is logged may not have left the process when it ends; what is written like this has. */
const say = (text: string): void => void writeSync(STDERR, `${text}\n`);

/** Ends the process at once, as a failure, and says why, in the log and on stderr. What was in hand is given to another instance. */
export function endProcess(logger: Pick<LoggerService, 'fatal'>, reason: string): never {
  logger.fatal?.(reason);
  say(reason);
  process.exit(1);
}
