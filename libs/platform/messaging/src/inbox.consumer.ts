import { Logger } from '@nestjs/common';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { ConnectionPart } from './broker.connection.js';
import { GuardedChannel } from './guarded-channel.js';
import { messagesHandled, messagesInHand } from './metrics.js';

/** What a consumer does with one message. The outcome is counted; `returned` gives the message back to its queue. */
export type Work = (message: ConsumeMessage) => Promise<{ outcome: 'done' | 'retried' | 'parked' | 'forwarded' | 'returned'; type: string }>;

export interface ConsumerOptions {
  readonly service: string;
  readonly queue: string;
  readonly prefetch: number;
  /** Declares what the consumer needs, before it consumes. */
  readonly declare: (channel: Channel) => Promise<void>;
  readonly work: Work;
}

/** Takes messages from one queue and ends each explicitly: acknowledged, or given back so that the broker counts it. */
export class InboxConsumer implements ConnectionPart {
  private readonly logger = new Logger('Consumer');
  private readonly inHand = new Set<Promise<void>>();
  private guarded: GuardedChannel<Channel> | null = null;
  private consumerTag: string | null = null;
  private stopped = false;

  constructor(private readonly options: ConsumerOptions) {}

  async open(model: ChannelModel): Promise<void> {
    const { queue, prefetch, declare } = this.options;
    const guarded = await GuardedChannel.open(model, model.createChannel(), () => this.closed());
    this.guarded = guarded;
    await declare(guarded.channel);
    await guarded.channel.prefetch(prefetch);
    if (this.stopped) return;
    const { consumerTag } = await guarded.channel.consume(queue, (message) => this.received(guarded, message));
    this.consumerTag = consumerTag;
  }

  /** Takes nothing new and resolves when the work in hand is done, or when `timeoutMs` is up: then the broker gives it to another. */
  async drain(timeoutMs: number): Promise<void> {
    this.stopped = true;
    if (this.guarded?.isOpen && this.consumerTag !== null) await this.guarded.channel.cancel(this.consumerTag);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    await Promise.race([Promise.allSettled(this.inHand), late]);
    clearTimeout(timer);
    if (this.inHand.size > 0) this.logger.warn(`${this.inHand.size} messages of ${this.options.queue} are given back unfinished.`);
  }

  async close(): Promise<void> {
    await this.guarded?.close();
  }

  /** The broker cancels a consumer whose queue is deleted or moves; everything is declared and consumed anew. */
  private received(guarded: GuardedChannel<Channel>, message: ConsumeMessage | null): void {
    if (message === null) return guarded.fail(`The broker cancelled the consumer of ${this.options.queue}.`);
    const work = this.handle(guarded, message);
    this.inHand.add(work);
    this.measure();
    void work.finally(() => {
      this.inHand.delete(work);
      this.measure();
    });
  }

  private async handle(guarded: GuardedChannel<Channel>, message: ConsumeMessage): Promise<void> {
    const { service, queue, work } = this.options;
    const { outcome, type } = await work(message).catch((error: Error) => {
      this.logger.error(`A message of ${queue} is given back: ${error.message}`, error.stack);
      return { outcome: 'returned' as const, type: 'unknown' };
    });
    messagesHandled.inc({ service, queue, type, outcome });
    end(guarded, message, outcome === 'returned');
  }

  private measure(): void {
    messagesInHand.set({ service: this.options.service, queue: this.options.queue }, this.inHand.size);
  }

  private closed(): void {
    this.consumerTag = null;
  }
}

/**
 * Once the channel is gone the broker has given the message to another consumer, and there is nothing left to say.
 * Giving back is a reject: the broker does not count a nack with requeue, and the message could go round for ever.
 */
function end(guarded: GuardedChannel<Channel>, message: ConsumeMessage, giveBack: boolean): void {
  if (!guarded.isOpen) return;
  if (giveBack) guarded.channel.reject(message, true);
  else guarded.channel.ack(message);
}
