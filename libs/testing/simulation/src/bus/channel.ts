import { EventEmitter } from 'node:events';
import type { Broker, Consumer, Message, Queue } from './broker.js';

/** What a process does at the broker. Each may be lost on the way, be done twice, be late, or be the last thing that the process did. */
export interface Line {
  /** Calls `done` when the broker has confirmed; never when the confirm is lost. */
  publish(label: string, arrive: () => void, done: () => void): void;
  /** What the broker sends to the process: a delivery, a reply, a returned message. */
  send(label: string, arrive: () => void): void;
  acknowledge(label: string, arrive: () => void): void;
}

const DIRECT_REPLY_TO = 'amq.rabbitmq.reply-to';

interface Delivered {
  readonly queue: Queue;
  readonly message: Message;
}

interface Received {
  readonly content: Buffer;
  readonly fields: { readonly deliveryTag: number; readonly exchange: string; readonly routingKey: string };
  readonly properties: Readonly<Record<string, unknown>>;
}

type Take = (message: Received | null) => void;

/** A channel of amqplib's, as far as it is used. */
export class SimulatedChannel extends EventEmitter {
  private tags = 0;
  private readonly unacknowledged = new Map<number, Delivered>();
  private readonly consumers = new Map<string, { readonly queue: Queue; readonly consumer: Consumer }>();
  private readonly exclusive: string[] = [];
  private prefetched = Infinity;
  private isOpen = true;

  constructor(private readonly broker: Broker, private readonly line: Line, private readonly name: string) {
    super();
  }

  async assertExchange(name: string, type: string): Promise<void> {
    this.broker.exchange(name, type);
  }

  async assertQueue(name: string, { arguments: args, exclusive = false }: { arguments?: object; exclusive?: boolean } = {}): Promise<{ queue: string }> {
    const queue = name === '' ? `amq.gen-${this.name}` : name;
    this.broker.queue(queue, args);
    if (exclusive) this.exclusive.push(queue);
    return { queue };
  }

  async bindQueue(queue: string, exchange: string, key: string): Promise<void> {
    this.broker.bind(queue, exchange, key);
  }

  async prefetch(count: number): Promise<void> {
    this.prefetched = count;
  }

  async consume(name: string, take: Take, { noAck = false }: { noAck?: boolean } = {}): Promise<{ consumerTag: string }> {
    const consumerTag = `${this.name}-${(this.tags += 1)}`;
    if (name === DIRECT_REPLY_TO) {
      this.broker.replies.set(this.replyQueue, (message) => this.line.send('reply', () => this.isOpen && take(received(0, message))));
      return { consumerTag };
    }
    const queue = this.broker.queue(name);
    const { unacknowledged } = this;
    const room = (): boolean => this.isOpen && unacknowledged.size < this.prefetched;
    const consumer: Consumer = {
      get hasRoom() {
        return room();
      },
      take: (from, message) => this.deliver({ queue: from, message }, take, noAck),
    };
    this.consumers.set(consumerTag, { queue, consumer });
    queue.consumers.push(consumer);
    queue.give();
    return { consumerTag };
  }

  async cancel(consumerTag: string): Promise<void> {
    this.leave(consumerTag);
  }

  private leave(consumerTag: string): void {
    const known = this.consumers.get(consumerTag);
    this.consumers.delete(consumerTag);
    known?.queue.consumers.splice(known.queue.consumers.indexOf(known.consumer), 1);
  }

  publish(exchange: string, routingKey: string, content: Buffer, options: Readonly<Record<string, unknown>> = {}, confirmed?: (error: Error | null) => void): boolean {
    if (!this.isOpen) throw new Error('The channel is closed.');
    const replyTo = options['replyTo'] === DIRECT_REPLY_TO ? { replyTo: this.replyQueue } : {};
    const message: Message = { content, exchange, routingKey, properties: { ...options, ...replyTo, headers: { ...(options['headers'] as object | undefined) } }, returns: 0 };
    const handBack = (): void => void this.emit('return', received(0, message));
    let isRouted = true;
    this.line.publish(`publish ${String(options['type'])}`, () => {
      isRouted = this.broker.route(message);
      if (!isRouted && options['mandatory'] === true && confirmed === undefined) this.line.send('return', handBack);
    }, () => {
      if (!this.isOpen) return;
      if (!isRouted && options['mandatory'] === true) handBack();
      confirmed?.(null);
    });
    return true;
  }

  ack({ fields: { deliveryTag } }: Received): void {
    this.line.acknowledge('ack', () => this.end(deliveryTag, ({ queue }) => this.broker.done(queue)));
  }

  reject({ fields: { deliveryTag } }: Received, requeue: boolean): void {
    this.line.acknowledge('reject', () => this.end(deliveryTag, ({ queue, message }) => (requeue ? this.broker.giveBack(queue, message) : this.broker.done(queue))));
  }

  nack(message: Received, _all: boolean, requeue: boolean): void {
    this.reject(message, requeue);
  }

  async close(): Promise<void> {
    this.drop();
  }

  /** The connection is gone: what was not acknowledged goes back. */
  drop(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.broker.replies.delete(this.replyQueue);
    for (const tag of [...this.consumers.keys()]) this.leave(tag);
    for (const name of this.exclusive) this.broker.deleteQueue(name);
    const unended = [...this.unacknowledged.values()].reverse();
    this.unacknowledged.clear();
    for (const { queue, message } of unended) this.broker.giveBack(queue, message);
    this.emit('close');
  }

  private get replyQueue(): string {
    return `${DIRECT_REPLY_TO}.${this.name}`;
  }

  private deliver(delivered: Delivered, take: Take, noAck: boolean): void {
    const tag = (this.tags += 1);
    if (noAck) this.broker.done(delivered.queue);
    else this.unacknowledged.set(tag, delivered);
    this.line.send(`deliver ${String(delivered.message.properties['type'])}`, () => {
      if (this.isOpen && (noAck || this.unacknowledged.has(tag))) take(received(tag, delivered.message));
    });
  }

  private end(tag: number, how: (delivered: Delivered) => void): void {
    const delivered = this.unacknowledged.get(tag);
    if (delivered === undefined || !this.isOpen) return;
    this.unacknowledged.delete(tag);
    how(delivered);
    for (const { queue } of this.consumers.values()) queue.give();
  }
}

const received = (deliveryTag: number, { content, exchange, routingKey, properties, returns }: Message): Received => ({
  content,
  fields: { deliveryTag, exchange, routingKey },
  properties: { ...properties, headers: { ...properties.headers, ...(returns === 0 ? {} : { 'x-delivery-count': returns }) } },
});

/** A process's connection: what `connect` of amqplib gives, and what makes the product's parts on it. */
export class SimulatedBrokerConnection {
  connected = false;
  blocked = false;
  private channels: SimulatedChannel[] = [];
  private parts: readonly { open(model: unknown): Promise<void> }[] = [];
  private made = 0;

  constructor(private readonly broker: Broker, private readonly line: Line, private readonly name: string, private readonly later: (delayMs: number, work: () => Promise<void>) => void) {}

  async start(parts: readonly { open(model: unknown): Promise<void> }[]): Promise<void> {
    this.parts = parts;
    await this.open();
  }

  async stop(): Promise<void> {
    this.drop();
  }

  /** Lost, and made anew a moment later. */
  lose(backAfterMs: number): void {
    if (!this.connected) return;
    this.drop();
    this.later(backAfterMs, () => this.open());
  }

  drop(): void {
    this.connected = false;
    const { channels } = this;
    this.channels = [];
    for (const channel of channels) channel.drop();
  }

  private async open(): Promise<void> {
    const channel = async (): Promise<SimulatedChannel> => {
      const made = new SimulatedChannel(this.broker, this.line, `${this.name}-${(this.made += 1)}`);
      this.channels.push(made);
      return made;
    };
    const model = { createChannel: channel, createConfirmChannel: channel, close: () => Promise.resolve() };
    for (const part of this.parts) await part.open(model);
    this.connected = true;
  }
}
