import { Logger } from '@nestjs/common';
import { passKillPoint } from '@sluice/telemetry';
import type { Channel, ChannelModel, ConfirmChannel, Options } from 'amqplib';
import { NotConfirmed, Unroutable } from './failures.js';

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

export interface WireMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly options: Options.Publish & { readonly messageId: string };
}

/** A confirm channel whose yes means that the message lies in a queue: a confirm alone also says yes to an unroutable one. */
export class ConfirmedChannel {
  /** Ids of messages handed back. The broker returns a message before it confirms it, so the confirm finds it here. */
  private readonly returned = new Set<string>();

  constructor(private readonly guarded: GuardedChannel<ConfirmChannel>) {
    guarded.channel.on('return', ({ properties }) => this.returned.add(String(properties.messageId)));
  }

  close(): Promise<void> {
    return this.guarded.close();
  }

  publish(message: WireMessage, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new NotConfirmed(`The broker did not confirm a message within ${timeoutMs} ms.`));
      const timer = setTimeout(late, timeoutMs);
      this.send(message, (error) => {
        clearTimeout(timer);
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  private send(message: WireMessage, done: (error: Error | null) => void): void {
    const { exchange, routingKey, content, options } = message;
    const subject = options.type ?? routingKey;
    passKillPoint('publish', subject, 'before');
    try {
      this.guarded.channel.publish(exchange, routingKey, content, options, (error: Error | null) => {
        passKillPoint('confirm', subject, 'before');
        const wasReturned = this.returned.delete(options.messageId);
        if (error !== null) done(new NotConfirmed(`The broker did not take a message: ${error.message}`));
        else done(wasReturned ? new Unroutable(`No queue is bound for ${routingKey}.`) : null);
        passKillPoint('confirm', subject, 'after');
      });
      passKillPoint('publish', subject, 'after');
    } catch (error) {
      done(new NotConfirmed('The channel closed before the message could be sent.', { cause: error }));
    }
  }
}
