import { Logger } from '@nestjs/common';
import type { Channel, ChannelModel } from 'amqplib';

/**
 * A channel that takes its connection with it when it closes unasked. A connection's recovery brings back everything in
 * the right order; a single channel's would be a second, rarely tried way to do the same.
 */
export class GuardedChannel<C extends Channel> {
  private readonly logger = new Logger('Broker');
  private asked = false;
  private open = true;

  private constructor(readonly channel: C, private readonly model: ChannelModel, private readonly onClosed: () => void) {
    channel.on('error', (error) => this.logger.error(`The broker closed a channel: ${error.message}`));
    channel.on('close', () => this.closed());
  }

  static async open<C extends Channel>(model: ChannelModel, channel: Promise<C>, onClosed: () => void): Promise<GuardedChannel<C>> {
    return new GuardedChannel(await channel, model, onClosed);
  }

  get isOpen(): boolean {
    return this.open;
  }

  async close(): Promise<void> {
    this.asked = true;
    if (this.open) await this.channel.close();
  }

  /** Gives the connection up, for a reason that only its user can see. */
  fail(reason: string): void {
    this.logger.error(reason);
    this.closeConnection();
  }

  private closed(): void {
    this.open = false;
    this.onClosed();
    if (!this.asked) this.closeConnection();
  }

  /** Closing a connection that is already closed is refused; then there is nothing left to do. */
  private closeConnection(): void {
    this.model.close().catch((error: Error) => this.logger.debug(`The connection was closed already: ${error.message}`));
  }
}
