import { Controller, type CustomDecorator, Get, Header, HttpCode, Logger, ServiceUnavailableException, SetMetadata, UseGuards } from '@nestjs/common';
import { MongoDeadLetters } from '@sluice/persistence';
import { collectDefaultMetrics, register } from 'prom-client';
import { Database } from './database/database.js';
import { buildInfo, deadLettersLying } from './http.js';
import { OnManagementPort } from './management-port.js';
import { ServiceConfig } from './service.config.js';
import { Readiness, ServiceState, type Verdict } from './service.state.js';

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

@Controller('metrics')
@UseGuards(OnManagementPort)
@Public('read by Prometheus')
export class MetricsController {
  private readonly logger = new Logger('Metrics');

  constructor({ service, version = 'unknown' }: ServiceConfig, private readonly state: ServiceState, letters: MongoDeadLetters) {
    if (register.getSingleMetric('process_cpu_seconds_total') === undefined) collectDefaultMetrics();
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
