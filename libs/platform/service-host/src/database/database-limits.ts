import { Logger } from '@nestjs/common';
import { endProcess } from '../end-process.js';

const ANSWER_WITHIN_MS = 2_000;
const RECONNECT_AFTER_MS = 10_000;
const CONNECT_WITHIN_MS = 5_000;

/** How long a database may be of no use, and what follows. */
export abstract class DatabaseLimits {
  /** An answer that takes longer is late. */
  abstract readonly answerWithinMs: number;
  /** A new connection that is not answered by then is given up. */
  abstract readonly connectWithinMs: number;
  /** Away for so long, and again after each such while: a connection is made anew. */
  abstract readonly reconnectAfterMs: number;
  /** Taking connections for so long, and no new one of any use: the process ends. */
  abstract readonly endAfterMs: number;
  abstract end(reason: string): void;
}

export const databaseLimitsOf = ({ databaseEndAfterMs }: { databaseEndAfterMs: number }): DatabaseLimits => ({
  answerWithinMs: Math.min(ANSWER_WITHIN_MS, databaseEndAfterMs / 20),
  connectWithinMs: Math.min(CONNECT_WITHIN_MS, databaseEndAfterMs / 2),
  reconnectAfterMs: Math.min(RECONNECT_AFTER_MS, databaseEndAfterMs / 5),
  endAfterMs: databaseEndAfterMs,
  end: (reason) => endProcess(new Logger('Database'), reason),
});
