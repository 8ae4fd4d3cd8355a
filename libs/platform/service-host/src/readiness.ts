import { Injectable } from '@nestjs/common';
import { BrokerHealth } from '@sluice/messaging';
import { Database } from './database/database.js';
import { ServiceState } from './service.state.js';

export interface Verdict {
  readonly status: 'ready' | 'not ready';
  readonly service: 'starting' | 'running' | 'stopping';
  readonly database: 'reachable' | 'unreachable';
  readonly broker: 'open' | 'blocked' | 'lost';
}

/** Whether this instance can do its work now. */
@Injectable()
export class Readiness {
  constructor(private readonly state: ServiceState, private readonly health: BrokerHealth, private readonly database: Database) {}

  async check(): Promise<Verdict> {
    const database = (await this.database.check()) ? 'reachable' : 'unreachable';
    const broker = this.health.ready() ? 'open' : this.health.blocked() ? 'blocked' : 'lost';
    const service = this.state.current;
    const ready = service === 'running' && database === 'reachable' && broker === 'open';
    return { status: ready ? 'ready' : 'not ready', service, database, broker };
  }
}
