import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { getConnectionToken } from '@nestjs/mongoose';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { MessageTransport } from '@sluice/messaging';
import { MongoDeadLetters, MongoTrail, OlderDocuments, Outbox, Retention, Sealing, Timers } from '@sluice/persistence';
import { ensureTracing } from '@sluice/telemetry';
import type { Connection } from 'mongoose';
import { Logger } from 'nestjs-pino';
import { Database } from './database/database.js';
import { HttpConnections, KEEP_ALIVE_MS, traceRequests } from './http.js';
import { ManagementPort } from './management-port.js';
import { ServiceConfig } from './service.config.js';
import { ServiceState } from './service.state.js';

const START_PAUSE_MS = 250;

/** A Nest application on its way up, through its life and down again, step by step. */
export class HostedService {
  private readonly stopTracing = ensureTracing();
  private readonly connections: HttpConnections;
  private readonly management: ManagementPort | null;

  constructor(readonly app: NestExpressApplication) {
    app.useLogger(app.get(Logger));
    const { service, port, managementPort, httpKeepAliveMs = KEEP_ALIVE_MS } = app.get(ServiceConfig);
    this.connections = new HttpConnections(app.getHttpServer(), httpKeepAliveMs);
    this.management = managementPort === undefined || managementPort === port ? null : new ManagementPort(app.getHttpAdapter().getInstance() as RequestListener, managementPort);
    // Before anything else can answer: a request that is refused at the door has its trace too.
    app.use(traceRequests(service));
    app.connectMicroservice({ strategy: app.get(MessageTransport) });
  }

  /** HTTP comes first, so that probes are answered while the rest is waited for; timers last, since they need all the rest. */
  async start(port: number): Promise<void> {
    const state = this.app.get(ServiceState);
    await this.app.listen(port);
    await this.management?.open();
    await this.app.get(Database).start();
    for (const prepare of [() => this.createIndexes(), ...state.preparations]) await this.untilDone(prepare);
    await this.app.startAllMicroservices();
    this.app.get(MongoTrail).start();
    this.app.get(Outbox).start();
    this.app.get(Timers).start();
    this.app.get(OlderDocuments).start();
    this.app.get(Retention).start();
    state.started();
  }

  /** Makes the indexes and nothing else: nothing is listened to, and the broker is not needed. */
  async makeIndexes(): Promise<void> {
    await this.app.get(Database).start();
    await this.untilDone(() => this.createIndexes());
  }

  /** Seals with the current keys what others have sealed, and nothing else. @returns of how many documents, by name */
  async reseal(): Promise<Record<string, number>> {
    await this.app.get(Database).start();
    return this.app.get(Sealing).resealAll();
  }

  /**
   * Says that it is unready, and goes on answering until those before it have seen that; takes no new messages, finishes what it holds,
   * sends what that led to, and only then lets go of broker and database.
   */
  async stop(): Promise<void> {
    this.app.get(ServiceState).stopping();
    this.connections.announceClosing();
    await Promise.all([this.app.get(MessageTransport).drain(), this.app.get(Timers).stop(), this.app.get(OlderDocuments).stop(), this.app.get(Retention).stop(), pause(this.app.get(ServiceConfig).lameDuckMs ?? 0)]);
    // Kept open until the messages in hand are done, so that probes are told why no more work is wanted.
    await this.connections.close();
    await this.management?.close();
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
}
