import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { DependencyHealth } from '@sluice/messaging';
import { type Connection, mongo, MongooseError } from 'mongoose';
import { ServiceConfig } from '../service.config.js';
import { endProcess } from '../logging.js';
import { acceptsConnections, closeAside, connectedClient, within } from './database-client.js';

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

/** A server that is shutting down, or that is no longer or not yet the primary (MongoDB's error codes). */
const NOT_SERVING = new Set([91, 189, 10058, 10107, 11600, 11602, 13435, 13436]);

const kinds = [mongo.MongoNetworkError, mongo.MongoServerSelectionError, mongo.MongoTopologyClosedError, mongo.MongoNotConnectedError, mongo.MongoClientClosedError];

/** The driver keeps these two classes to itself. */
const names = new Set(['MongoPoolClosedError', 'MongoWaitQueueTimeoutError']);

/** Whether the error says that the database could not be reached or did not serve, and nothing about what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (kinds.some((kind) => error instanceof kind) || names.has(error.name)) return true;
  // What a group of writes failed with is wrapped as if a server had said it, also when none was reached.
  if (error instanceof mongo.MongoServerError && (error.errorResponse as unknown) instanceof Error) return isDatabaseAway(error.errorResponse);
  if (error instanceof mongo.MongoServerError) return NOT_SERVING.has(Number(error.code));
  if (error instanceof MongooseError) return error.message.includes('before initial connection');
  return isDatabaseAway(error.cause);
}

/** A healthy database is asked seldom: the driver tells of a connection that is lost, and so does work that fails. */
const PROBE_EVERY_MS = 10_000;
const PROBE_AGAIN_MS = 250;
const PROBE_WITHIN_MS = 2_000;

/** Mongoose's numbers for a connection's states. */
const DISCONNECTED = 0;
const CONNECTED = 1;

/**
 * Whether the service's database answers. When it does not, a client made anew takes the place of the old one as soon as it is
 * answered, whatever the old one is doing. When even that does not help with a database that takes connections, the process
 * ends: a fresh one may fare better, and says on its way what was wrong.
 */
@Injectable()
export class Database extends DependencyHealth implements OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private readonly listeners = new Set<(usable: boolean) => void>();
  private answering = false;
  private lostAt = performance.now();
  private acceptingSince: number | null = null;
  private lastProblem = 'it has not been reached yet';
  private nextAnewAt = 0;
  private probedAt = 0;
  private probing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(@InjectConnection() private readonly connection: Connection, private readonly config: ServiceConfig, private readonly limits: DatabaseLimits) {
    super();
    connection.on('disconnected', () => this.suspect());
  }

  override get usable(): boolean {
    return this.answering;
  }

  override onChange(listener: (usable: boolean) => void): void {
    this.listeners.add(listener);
  }

  override isToBlameFor(error: unknown): boolean {
    return isDatabaseAway(error);
  }

  /** Probes now, because something hints that the database is away. */
  override suspect(): void {
    if (this.answering) this.probeSoon(0);
  }

  /** What a restart of the process may mend; null when there is no such thing. */
  get stuck(): string | null {
    if (this.acceptingSince === null || performance.now() - this.acceptingSince < this.limits.endAfterMs / 2) return null;
    return `The database takes connections, but has been of no use for ${Math.round((performance.now() - this.lostAt) / 1_000)} s: ${this.lastProblem}`;
  }

  /** Resolves when the database answers; it may be away for as long as it likes. */
  async start(): Promise<void> {
    if (this.stopped) return;
    await this.probe();
    if (!this.answering) this.logger.warn(`Waiting for the database: ${this.lastProblem}`);
    await this.whenUsable();
  }

  async whenUsable(): Promise<void> {
    if (this.answering) return;
    await new Promise<void>((resolve) => {
      const listener = (usable: boolean): void => {
        if (!usable) return;
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
  }

  /** As things stand, no older than a moment. */
  async check(): Promise<boolean> {
    if (!this.answering || performance.now() - this.probedAt > PROBE_WITHIN_MS) await within(PROBE_WITHIN_MS, 'The probe', this.probe()).catch(() => undefined);
    return this.answering;
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private probeSoon(inMs: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.probeAndLog(), inMs);
  }

  private probeAndLog(): void {
    this.probe().catch((error: unknown) => this.logger.error('The database could not be probed.', error));
  }

  private probe(): Promise<void> {
    this.probing ??= this.probeOnce().finally(() => {
      this.probing = null;
      this.probeSoon(this.answering ? PROBE_EVERY_MS : PROBE_AGAIN_MS);
    });
    return this.probing;
  }

  private async probeOnce(): Promise<void> {
    const problem = await this.problem();
    this.probedAt = performance.now();
    if (problem === null) return this.found();
    this.missed(problem);
    if (performance.now() >= this.nextAnewAt) await this.connectAnew();
  }

  /** A late answer may be a busy machine's: only the second in a row, or a connection that the driver knows to be lost, counts. */
  private async problem(): Promise<string | null> {
    const first = await this.ping();
    return first === null || this.connection.readyState !== CONNECTED || !this.answering ? first : this.ping();
  }

  private async ping(): Promise<string | null> {
    const { db } = this.connection;
    if (db === undefined) return this.lastProblem;
    return within(this.limits.answerWithinMs, 'An answer', db.command({ ping: 1 })).then(() => null, (error: Error) => error.message);
  }

  private found(): void {
    this.acceptingSince = null;
    if (this.answering) return;
    this.answering = true;
    this.logger.log(`The database answers after ${Math.round(performance.now() - this.lostAt)} ms.`);
    this.tell();
  }

  private missed(problem: string): void {
    this.lastProblem = problem;
    if (!this.answering) return;
    this.answering = false;
    this.lostAt = performance.now();
    this.nextAnewAt = this.lostAt + this.limits.reconnectAfterMs;
    this.logger.warn(`The database does not answer: ${problem}`);
    this.tell();
  }

  private async connectAnew(): Promise<void> {
    this.nextAnewAt = performance.now() + this.limits.reconnectAfterMs;
    try {
      await this.exchangeClient();
      this.found();
    } catch (error) {
      this.lastProblem = error instanceof Error ? error.message : String(error);
      this.acceptingSince = (await acceptsConnections(this.old ?? new mongo.MongoClient(this.config.mongodbUri))) ? (this.acceptingSince ?? performance.now()) : null;
      if (this.acceptingSince !== null && performance.now() - this.acceptingSince >= this.limits.endAfterMs) this.end();
    }
  }

  /** The models stay; what they speak through is another. Mongoose takes a client only while it has none that is connected. */
  private async exchangeClient(): Promise<void> {
    const client = await connectedClient(this.config, this.limits.connectWithinMs);
    if (this.stopped) return closeAside(client);
    const { old } = this;
    if (old !== null) closeAside(old);
    Object.assign(this.connection, { readyState: DISCONNECTED });
    this.connection.setClient(client);
    if (old !== null) this.logger.warn('The connection to the database was made anew.');
  }

  private get old(): mongo.MongoClient | null {
    return this.connection.db === undefined ? null : this.connection.getClient();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener(this.answering);
  }

  private end(): void {
    this.limits.end(`${this.config.service} ends: ${this.stuck ?? this.lastProblem}`);
  }
}
