import { Controller, Get, Header, Logger } from '@nestjs/common';
import { MongoDeadLetters } from '@sluice/persistence';
import { collectDefaultMetrics, register } from 'prom-client';
import { buildInfo, deadLettersLying } from './metrics.js';
import { Public } from './public.decorator.js';
import { ServiceConfig } from './service.config.js';
import { ServiceState } from './service.state.js';

@Controller('metrics')
@Public('read by Prometheus')
export class MetricsController {
  private readonly logger = new Logger('Metrics');

  constructor({ service }: ServiceConfig, private readonly state: ServiceState, letters: MongoDeadLetters) {
    if (register.getSingleMetric('process_cpu_seconds_total') === undefined) collectDefaultMetrics();
    buildInfo.set({ service, node: process.version }, 1);
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
