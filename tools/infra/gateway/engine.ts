import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { postgresAddress } from '../postgres/connection.ts';
import { CommandError, isConnectionLoss, sqlStateOf, WRITE_CONFLICT } from './errors.ts';
import { SQL, type SqlName } from './sql.ts';

const CONNECTIONS = 48;
const CONFLICT_ATTEMPTS = 30;
const LONGEST_CONFLICT_PAUSE_MS = 50;
/** An engine that restarts is away for a second, on a busy machine for several; clients wait for it rather than fail. */
const ENGINE_AWAY_AT_MOST_MS = 20_000;
const RECONNECT_PAUSE_MS = 100;

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
    // A lost connection also rejects the query that was under way, which is where it is told; an idle one the pool has
    // dropped already, and the next command opens another.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Runs a statement and gives its rows. Conflicts with other writers are waited out: they changed nothing. */
  async rows(name: SqlName, values: readonly unknown[]): Promise<EngineRow[]> {
    return this.repeatingConflicts(() => this.runOnce(name, values));
  }

  /** The same for statements that give one row. */
  async row(name: SqlName, values: readonly unknown[]): Promise<EngineRow> {
    const [first] = await this.rows(name, values);
    return first ?? {};
  }

  /** The same for statements that only read: they are also run again when the connection was lost meanwhile. */
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
        if (!isConflict(error) || attempt === CONFLICT_ATTEMPTS) throw error;
        // A random pause, or those who met would meet again.
        await pause(Math.random() * Math.min(2 ** attempt, LONGEST_CONFLICT_PAUSE_MS));
      }
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async runOnce(name: SqlName, values: readonly unknown[]): Promise<EngineRow[]> {
    const client = await this.connect();
    let lost = false;
    try {
      return (await client.query<EngineRow>({ name, text: SQL[name], values: [...values] })).rows;
    } catch (error) {
      lost = isConnectionLoss(error);
      throw error;
    } finally {
      client.release(lost);
    }
  }

  /** A connection, once the engine gives one. Nothing was asked of it yet, so trying again is safe even for writes. */
  private async connect(): Promise<pg.PoolClient> {
    const giveUpAt = Date.now() + ENGINE_AWAY_AT_MOST_MS;
    for (;;) {
      try {
        return await this.pool.connect();
      } catch (error) {
        if (!isConnectionLoss(error) || Date.now() > giveUpAt) throw error;
        await pause(RECONNECT_PAUSE_MS);
      }
    }
  }
}

function isConflict(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  return error instanceof Conflict || sqlState === '40001' || sqlState === '40P01';
}
