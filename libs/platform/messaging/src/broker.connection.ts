import { Injectable, Logger } from '@nestjs/common';
import { type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';
import { MessagingOptions } from './messaging.options.js';
import { brokerConnected } from './metrics.js';

/** Something that lives on the connection and is made anew whenever the connection is. */
export interface ConnectionPart {
  open(model: ChannelModel): Promise<void>;
  /** The broker asks publishers to wait because it is short of memory or disk. */
  blocked?(blocked: boolean): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const HEARTBEAT_SECONDS = '10';

/** A lost peer is noticed by heartbeats within seconds, unless the address says otherwise. */
function withHeartbeat(address: string): string {
  const url = new URL(address);
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', HEARTBEAT_SECONDS);
  return url.href;
}

/** The one connection of a service, remade for as long as it is wanted. Its parts are opened in the order given. */
@Injectable()
export class BrokerConnection {
  private readonly logger = new Logger('Broker');
  private recovering: RecoveringChannelModel | null = null;
  private parts: readonly ConnectionPart[] = [];
  private state = { connected: false, blocked: false };
  /** What was said of the broker's absence; said again only when it is another reason, or was there meanwhile. */
  private saidAway: string | null = null;

  constructor(private readonly options: MessagingOptions) {}

  get connected(): boolean {
    return this.state.connected;
  }

  get blocked(): boolean {
    return this.state.blocked;
  }

  /** Connects, waiting for the broker as long as it takes, and resolves once every part is open. */
  async start(parts: readonly ConnectionPart[]): Promise<void> {
    this.parts = parts;
    const { service, url } = this.options;
    const recovering = await connect(withHeartbeat(url), {
      noDelay: true,
      timeout: CONNECT_TIMEOUT_MS,
      clientProperties: { connection_name: service },
      recovery: { initialDelay: 100, maxDelay: 2_000, waitForConnect: false, setup: (model: ChannelModel) => this.openParts(model) },
    });
    this.recovering = recovering;
    this.listenTo(recovering);
    await recovering.waitForConnect();
  }

  async stop(): Promise<void> {
    await this.recovering?.close();
    this.change({ connected: false, blocked: false });
  }

  private async openParts(model: ChannelModel): Promise<void> {
    for (const part of this.parts) await part.open(model);
  }

  private listenTo(recovering: RecoveringChannelModel): void {
    recovering.on('connect', () => {
      if (this.saidAway !== null) this.logger.log('The broker is there.');
      this.saidAway = null;
      this.change({ connected: true, blocked: false });
    });
    recovering.on('disconnect', (error) => {
      this.logger.warn(`The connection to the broker is lost: ${error.message}`);
      this.change({ connected: false, blocked: false });
    });
    recovering.on('connect-failed', (error) => this.away(error.message));
    recovering.on('error', (error) => this.logger.warn(`The connection to the broker failed: ${error.message}`));
    recovering.on('blocked', (reason) => {
      this.logger.warn(`The broker takes no messages: ${reason}`);
      this.change({ connected: true, blocked: true });
    });
    recovering.on('unblocked', () => this.change({ connected: true, blocked: false }));
  }

  /** Tried again every two seconds at most, and for as long as it takes: the reason is told, not the attempts. */
  private away(reason: string): void {
    if (this.saidAway === reason) return;
    this.saidAway = reason;
    this.logger.warn(`Waiting for the broker: ${reason}`);
  }

  private change(state: { connected: boolean; blocked: boolean }): void {
    this.state = state;
    brokerConnected.set({ service: this.options.service }, state.connected && !state.blocked ? 1 : 0);
    for (const part of this.parts) part.blocked?.(state.blocked);
  }
}

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
