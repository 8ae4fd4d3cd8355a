import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { BrokerHealth } from '@sluice/messaging';
import type { Connection } from 'mongoose';
import { ServiceState } from './service.state.js';

export interface Verdict {
  readonly status: 'ready' | 'not ready';
  readonly service: 'starting' | 'running' | 'stopping';
  readonly database: 'reachable' | 'unreachable';
  readonly broker: 'open' | 'blocked' | 'lost';
}

const PING_TIMEOUT_MS = 1_000;

/** Whether this instance can do its work now. */
@Injectable()
export class Readiness {
  constructor(private readonly state: ServiceState, private readonly health: BrokerHealth, @InjectConnection() private readonly connection: Connection) {}

  async check(): Promise<Verdict> {
    const database = (await this.databaseAnswers()) ? 'reachable' : 'unreachable';
    const broker = this.health.ready() ? 'open' : this.health.blocked() ? 'blocked' : 'lost';
    const service = this.state.current;
    const ready = service === 'running' && database === 'reachable' && broker === 'open';
    return { status: ready ? 'ready' : 'not ready', service, database, broker };
  }

  private async databaseAnswers(): Promise<boolean> {
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), PING_TIMEOUT_MS);
    const ping = this.connection.db?.command({ ping: 1 }).then(() => true, () => false) ?? Promise.resolve(false);
    return Promise.race([ping, late]).finally(() => clearTimeout(timer));
  }
}
