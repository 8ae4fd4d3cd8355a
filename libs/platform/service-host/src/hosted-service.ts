import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { MessageTransport } from '@sluice/messaging';
import { MongoDeadLetters, MongoTrail, Outbox, Timers } from '@sluice/persistence';
import { ensureTracing } from '@sluice/telemetry';
import type { Connection } from 'mongoose';
import { Logger } from 'nestjs-pino';
import { Database } from './database/database.js';
import { ServiceState } from './service.state.js';

/** Requests that are still running by then are cut off. */
const HTTP_CLOSE_TIMEOUT_MS = 10_000;

const START_PAUSE_MS = 250;

/** A connection that falls idle while the server closes would otherwise be kept for its next request, which never comes. */
const IDLE_CHECK_MS = 50;

/** A Nest application on its way up, through its life and down again, step by step. */
export class HostedService {
  private readonly stopTracing = ensureTracing();

  constructor(readonly app: INestApplication) {
    app.useLogger(app.get(Logger));
    app.connectMicroservice({ strategy: app.get(MessageTransport) });
  }

  /** HTTP comes first, so that probes are answered while the rest is waited for; timers last, since they need all the rest. */
  async start(port: number): Promise<void> {
    const state = this.app.get(ServiceState);
    await this.app.listen(port);
    await this.app.get(Database).start();
    for (const prepare of [() => this.createIndexes(), ...state.preparations]) await this.untilDone(prepare);
    await this.app.startAllMicroservices();
    this.app.get(MongoTrail).start();
    this.app.get(Outbox).start();
    this.app.get(Timers).start();
    state.started();
  }

  /** Takes nothing new, finishes what it holds, sends what that led to, and only then lets go of broker and database. */
  async stop(): Promise<void> {
    this.app.get(ServiceState).stopping();
    await Promise.all([this.app.get(MessageTransport).drain(), this.app.get(Timers).stop()]);
    await this.closeHttp();
    await this.app.get(Outbox).stop();
    await this.app.get(MongoTrail).stop();
    await this.app.close();
    await this.stopTracing();
  }

  /** A database that goes away in the middle of the start is waited for, as one that is away from the beginning. */
  private async untilDone(prepare: () => Promise<void>): Promise<void> {
    const database = this.app.get(Database);
    for (;;) {
      try {
        return await prepare();
      } catch (error) {
        if (!database.isToBlameFor(error)) throw error;
        database.suspect();
        await pause(START_PAUSE_MS);
        await database.whenUsable();
      }
    }
  }

  /** A unique index is what deduplicates: nothing may be taken in before it is there. */
  private async createIndexes(): Promise<void> {
    const connection = this.app.get<Connection>(getConnectionToken());
    for (const model of Object.values(connection.models)) await model.createIndexes();
    await this.app.get(MongoDeadLetters).createIndexes();
    await this.app.get(MongoTrail).createIndexes();
  }

  /** Kept open until the messages in hand are done, so that probes are told why no more work is wanted. */
  private closeHttp(): Promise<void> {
    const server = this.app.getHttpServer() as Server;
    return new Promise((resolve) => {
      const late = setTimeout(() => server.closeAllConnections(), HTTP_CLOSE_TIMEOUT_MS);
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
      server.close(() => {
        clearTimeout(late);
        clearInterval(idle);
        resolve();
      });
    });
  }
}
