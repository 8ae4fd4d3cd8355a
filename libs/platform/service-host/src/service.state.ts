import { Injectable } from '@nestjs/common';
import { BrokerHealth } from '@sluice/messaging';
import { Database } from './database/database.js';

/** How far a service is in its life. */
@Injectable()
export class ServiceState {
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  private readonly preparing: (() => Promise<void>)[] = [];
  private readonly measuring: (() => Promise<void>)[] = [];
  private readonly onStarted: (() => void)[] = [];
  private readonly onStopping: (() => void)[] = [];

  /** Work on the database that has to be done before the service is ready. Done again from its beginning when the database goes away. */
  beforeReady(work: () => Promise<void>): void {
    this.preparing.push(work);
  }

  /** Work of the service's own that needs database and broker: begun once it is ready. */
  whenStarted(work: () => void): void {
    this.onStarted.push(work);
  }

  /** What has to end before the connections of the service can be closed. */
  whenStopping(work: () => void): void {
    this.onStopping.push(work);
  }

  /** Measures what only its store knows, before the metrics are read. */
  beforeMetrics(measure: () => Promise<void>): void {
    this.measuring.push(measure);
  }

  get measurements(): readonly (() => Promise<void>)[] {
    return this.measuring;
  }

  get preparations(): readonly (() => Promise<void>)[] {
    return this.preparing;
  }

  /** Its indexes are there and it takes messages. */
  started(): void {
    if (this.phase !== 'starting') return;
    this.phase = 'running';
    for (const begin of this.onStarted) begin();
  }

  stopping(): void {
    this.phase = 'stopping';
    for (const end of this.onStopping) end();
  }

  get current(): 'starting' | 'running' | 'stopping' {
    return this.phase;
  }
}

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
