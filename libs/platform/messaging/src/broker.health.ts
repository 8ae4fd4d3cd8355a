import { Injectable } from '@nestjs/common';
import { BrokerConnection } from './broker.connection.js';

/** What readiness and metrics want to know of the broker. */
@Injectable()
export class BrokerHealth {
  constructor(private readonly connection: BrokerConnection) {}

  /** True while the connection and every channel on it are open and the broker takes messages. */
  ready(): boolean {
    return this.connection.connected && !this.connection.blocked;
  }

  blocked(): boolean {
    return this.connection.blocked;
  }
}
