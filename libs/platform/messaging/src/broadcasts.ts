import { Injectable, Logger } from '@nestjs/common';
import { outsideOfWork } from '@sluice/telemetry';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { ConnectionPart } from './broker.connection.js';
import { GuardedChannel } from './channels.js';
import { jsonIn } from './headers.js';
import { MessagingOptions } from './messaging.options.js';
import { BrokerNames } from './topology.js';

/** After that the slow refresh of whoever keeps something in memory has seen the change by itself. */
const EXPIRATION_MS = 60_000;

/**
 * Tells every instance of a service, of this one unless told, of a change to what each keeps in memory or shows. Best effort: an instance that is
 * away misses it, so whoever listens also refreshes by itself, seldom.
 */
@Injectable()
export class Broadcasts implements ConnectionPart {
  private readonly logger = new Logger('Broadcasts');
  private readonly exchange: string;
  private readonly listeners = new Map<string, ((body: unknown) => void)[]>();
  private readonly reopened: (() => void)[] = [];
  private guarded: GuardedChannel<Channel> | null = null;
  private wasOpen = false;

  constructor(private readonly options: MessagingOptions) {
    this.exchange = new BrokerNames(options.namespace, options.service).broadcasts;
  }

  /** Calls the listener for every broadcast on the topic, this instance's own included. The body is anything: parse it. */
  listen(topic: string, listener: (body: unknown) => void): void {
    this.listeners.set(topic, [...(this.listeners.get(topic) ?? []), listener]);
  }

  /** Calls the listener when the connection was lost and is back: broadcasts may have been missed. */
  onReopened(listener: () => void): void {
    this.reopened.push(listener);
  }

  /** Sends to all instances of this service, or of the named one, that are connected now. False when this one is not connected itself. */
  send(topic: string, body: unknown, service = this.options.service): boolean {
    if (this.guarded?.isOpen !== true) return false;
    const options = { type: topic, contentType: 'application/json', expiration: EXPIRATION_MS };
    try {
      this.guarded.channel.publish(this.exchange, service, Buffer.from(JSON.stringify(body)), options);
      return true;
    } catch {
      return false;
    }
  }

  /** One queue an instance, which goes with its connection. */
  async open(model: ChannelModel): Promise<void> {
    const guarded = await GuardedChannel.open(model, model.createChannel(), () => (this.guarded = null));
    const { channel } = guarded;
    await channel.assertExchange(this.exchange, 'topic', { durable: true });
    const { queue } = await channel.assertQueue('', { exclusive: true, durable: false });
    await channel.bindQueue(queue, this.exchange, this.options.service);
    await channel.consume(queue, (message) => outsideOfWork(() => this.received(guarded, message)), { noAck: true });
    this.guarded = guarded;
    if (this.wasOpen) outsideOfWork(() => this.reopened.forEach((listener) => listener()));
    this.wasOpen = true;
  }

  async close(): Promise<void> {
    await this.guarded?.close();
  }

  private received(guarded: GuardedChannel<Channel>, message: ConsumeMessage | null): void {
    if (message === null) return guarded.fail('The broker cancelled the consumer of broadcasts.');
    const topic = String(message.properties.type);
    for (const listener of this.listeners.get(topic) ?? []) this.safely(topic, () => listener(jsonIn(message.content)));
  }

  private safely(topic: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error(`A broadcast on ${topic} could not be taken in: ${String(error)}`);
    }
  }
}
