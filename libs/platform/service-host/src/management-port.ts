import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type CanActivate, Controller, type CustomDecorator, type ExecutionContext, Get, Header, HttpCode, Injectable, Logger, NotFoundException, ServiceUnavailableException, SetMetadata, UseGuards } from '@nestjs/common';
import { MongoDeadLetters } from '@sluice/persistence';
import { collectDefaultMetrics, register } from 'prom-client';
import { Database } from './database/database.js';
import { buildInfo, deadLettersLying, isOfThePlatform } from './http.js';
import { ServiceConfig } from './service.config.js';
import { Readiness, ServiceState, type Verdict } from './service.state.js';

/** Where a port is set aside for the platform, its routes are not there for anyone who comes by another. */
@Injectable()
export class OnManagementPort implements CanActivate {
  constructor(private readonly config: ServiceConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { managementPort } = this.config;
    const { socket, method, url } = context.switchToHttp().getRequest<IncomingMessage>();
    if (managementPort !== undefined && socket.localPort !== managementPort) throw new NotFoundException(`Cannot ${method} ${url}`);
    return true;
  }
}

/** A second port of the same application, at which nothing but the platform's routes is answered. */
export class ManagementPort {
  private readonly server: Server;

  constructor(application: RequestListener, private readonly port: number) {
    this.server = createServer((request, response) => {
      if (isOfThePlatform(request)) application(request, response);
      else response.writeHead(404).end();
    });
  }

  async open(): Promise<void> {
    this.server.listen(this.port);
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

export const PUBLIC = 'sluice:public';

/** Declares that a route is open to everyone, and why. Nothing is opened by it: it tells what was meant from what was forgotten. */
export const Public = (reason: string): CustomDecorator => SetMetadata(PUBLIC, reason);

@Controller('health')
@UseGuards(OnManagementPort)
@Public('asked by what runs the process')
export class HealthController {
  constructor(private readonly readiness: Readiness, private readonly database: Database) {}

  /** 200 unless a restart may mend what is wrong: what is merely away comes back by itself, and nothing outside is asked. */
  @Get('live')
  live(): { status: 'live' } {
    const { stuck } = this.database;
    if (stuck !== null) throw new ServiceUnavailableException({ status: 'stuck', reason: stuck });
    return { status: 'live' };
  }

  /** 200 when work can be given to this instance, 503 with what is amiss otherwise. */
  @Get('ready')
  @HttpCode(200)
  async ready(): Promise<Verdict> {
    const verdict = await this.readiness.check();
    if (verdict.status !== 'ready') throw new ServiceUnavailableException(verdict);
    return verdict;
  }
}

/** Each sample wakes the process: at prom-client's 10 ms that is most of what a process at rest costs. The lag's quantiles include it. */
const EVENT_LOOP_SAMPLED_EVERY_MS = 100;

@Controller('metrics')
@UseGuards(OnManagementPort)
@Public('read by Prometheus')
export class MetricsController {
  private readonly logger = new Logger('Metrics');

  constructor({ service, version = 'unknown' }: ServiceConfig, private readonly state: ServiceState, letters: MongoDeadLetters) {
    if (register.getSingleMetric('process_cpu_seconds_total') === undefined) collectDefaultMetrics({ eventLoopMonitoringPrecision: EVENT_LOOP_SAMPLED_EVERY_MS });
    buildInfo.set({ service, version, node: process.version }, 1);
    state.beforeMetrics(async () => deadLettersLying.set({ service }, await letters.collection.countDocuments({ status: 'parked' })));
  }

  /** Everything this process counts, in Prometheus' text format. What cannot be measured now keeps its last value. */
  @Get()
  @Header('content-type', register.contentType)
  async metrics(): Promise<string> {
    if (this.state.current === 'running') for (const { reason } of (await this.measured()).filter((result) => result.status === 'rejected')) this.logger.warn(`Something could not be measured: ${String(reason)}`);
    return register.metrics();
  }

  private measured(): Promise<PromiseSettledResult<void>[]> {
    return Promise.allSettled(this.state.measurements.map((measure) => measure()));
  }
}
