import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { postgresAddress } from '../postgres/connection.ts';
import { CommandError, isConnectionLoss, sqlStateOf, WRITE_CONFLICT } from './errors.ts';
import { SQL, type SqlName } from './sql.ts';

const CONNECTIONS = 48;
const ATTEMPTS = 30;
const LONGEST_PAUSE_MS = 50;

export type EngineRow = Record<string, unknown>;

/** Raised inside `repeatingConflicts` to say that the work met another writer and changed nothing. */
export class Conflict extends CommandError {
  constructor() {
    super(WRITE_CONFLICT, 'Another writer was met again and again');
  }
}

/** The database engine behind the gateway: a pool of connections that is refilled when the engine was away. */
export class Engine {
  private readonly pool: pg.Pool;

  constructor(port: number) {
    this.pool = new pg.Pool({ ...postgresAddress(port), max: CONNECTIONS, idleTimeoutMillis: 0, application_name: 'gateway' });
    // An idle connection was lost. The pool has dropped it already; the next command opens another.
    this.pool.on('error', () => undefined);
  }

  /** Runs a statement and gives its first row. Conflicts with other writers are waited out; the statement ran not at all or once. */
  async row(name: SqlName, values: readonly unknown[]): Promise<EngineRow> {
    const [first] = await this.rows(name, values);
    return first ?? {};
  }

  async rows(name: SqlName, values: readonly unknown[]): Promise<EngineRow[]> {
    return this.repeatingConflicts(async () => (await this.pool.query<EngineRow>({ name, text: SQL[name], values: [...values] })).rows);
  }

  /** The same for statements that only read: they may also be run again when the connection was lost. */
  async rowRead(name: SqlName, values: readonly unknown[]): Promise<EngineRow> {
    return this.row(name, values).catch((error: unknown) => {
      if (isConnectionLoss(error)) return this.row(name, values);
      throw error;
    });
  }

  async repeatingConflicts<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isConflict(error) || attempt === ATTEMPTS) throw error;
        // A random pause, or those who met would meet again.
        await pause(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE_MS));
      }
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

function isConflict(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  return error instanceof Conflict || sqlState === '40001' || sqlState === '40P01';
}
