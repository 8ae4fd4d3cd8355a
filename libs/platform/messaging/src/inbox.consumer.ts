import { Logger } from '@nestjs/common';
import { passKillPoint } from '@sluice/telemetry';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { ConnectionPart } from './broker.connection.js';
import { FairQueue } from './fair-queue.js';
import { GuardedChannel } from './channels.js';
import { tenantOf } from './headers.js';
import { membersOf } from './message-groups.js';
import { messagesHandled, messagesInHand } from './metrics.js';

/** What a consumer does with one message. The outcome is counted; `returned` gives the message back to its queue. `isHeld` is false when that is too late, or the service stops. */
export type Work = (message: ConsumeMessage, isHeld: () => boolean) => Promise<{ outcome: 'done' | 'retried' | 'waits' | 'parked' | 'unwanted' | 'forwarded' | 'returned'; type: string }>;

export interface Share {
  readonly prefetch: number;
  readonly atOnce: number;
  readonly ofOneTenant: number;
}

/** What the broker gave as one, a message or a group of them: it is ended when the last of them has ended. */
export class Delivered {
  private giveBack: 'counted' | 'uncounted' | null = null;

  constructor(readonly guarded: GuardedChannel<Channel>, private readonly message: ConsumeMessage, private left: number) {}

  done(): void {
    this.endOne();
  }

  /** So that the broker counts it: it does not count a nack with requeue, and the message could go round for ever. */
  returned(): void {
    this.giveBack = 'counted';
    this.endOne();
  }

  notBegun(): void {
    this.giveBack ??= 'uncounted';
    this.endOne();
  }

  /** Once the channel is gone the broker has given the message to another consumer, and there is nothing left to say. */
  private endOne(): void {
    this.left -= 1;
    const { guarded: { isOpen, channel }, message, giveBack } = this;
    if (this.left > 0 || !isOpen) return;
    if (giveBack === null) channel.ack(message);
    else if (giveBack === 'counted') channel.reject(message, true);
    else channel.nack(message, false, true);
  }
}

interface Given {
  readonly delivered: Delivered;
  readonly message: ConsumeMessage;
}

export interface ConsumerOptions {
  readonly service: string;
  readonly queue: string;
  /** What the broker gives at once, how much of it is worked on at once, and how much of that for one tenant: tenants take turns. */
  readonly share: Share;
  /** Declares what the consumer needs, before it consumes. */
  readonly declare: (model: ChannelModel) => Promise<void>;
  readonly work: Work;
}

/** Takes messages from one queue and ends each explicitly: acknowledged, or given back so that the broker counts it. */
export class InboxConsumer implements ConnectionPart {
  private readonly logger = new Logger('Consumer');
  private readonly given: FairQueue<Given>;
  private inHand = 0;
  private guarded: GuardedChannel<Channel> | null = null;
  private consumerTag: string | null = null;
  private stopped = false;
  private wanted = true;
  private blockedNow = false;
  private advancing: Promise<void> = Promise.resolve();

  constructor(private readonly options: ConsumerOptions) {
    const { atOnce, ofOneTenant } = options.share;
    this.given = new FairQueue(atOnce, ofOneTenant, (given) => this.workOn(given));
  }

  /** Takes nothing new until told. What is in hand is not touched. */
  pause(): void {
    this.wanted = false;
    this.advance();
  }

  resume(): void {
    this.wanted = true;
    this.advance();
  }

  /** A broker that takes no messages would be given back, again and again, what cannot be answered. */
  blocked(blocked: boolean): void {
    if (this.blockedNow === blocked) return;
    this.blockedNow = blocked;
    this.advance();
  }

  async open(model: ChannelModel): Promise<void> {
    const { share: { prefetch }, declare } = this.options;
    await declare(model);
    const guarded = await GuardedChannel.open(model, model.createChannel(), () => this.closed());
    this.guarded = guarded;
    await guarded.channel.prefetch(prefetch);
    this.advance();
    await this.advancing;
  }

  /** One step after the other, so that what was wanted last is what is done. A channel that closes meanwhile is opened anew and looks again. */
  private advance(): void {
    this.advancing = this.advancing.then(() => this.consumeAsWanted()).catch((error: Error) => this.logger.debug(`${this.options.queue}: ${error.message}`));
  }

  private async consumeAsWanted(): Promise<void> {
    const { guarded, consumerTag } = this;
    if (!guarded?.isOpen) return;
    if (this.wanted && !this.blockedNow && !this.stopped) {
      if (consumerTag === null) this.consumerTag = (await guarded.channel.consume(this.options.queue, (message) => this.received(guarded, message))).consumerTag;
    } else if (consumerTag !== null) {
      this.consumerTag = null;
      await guarded.channel.cancel(consumerTag);
    }
  }

  /**
   * Takes nothing new, gives back what was not begun, and resolves when the work in hand is done, or when `timeoutMs` is up: then
   * the broker gives it to another.
   */
  async drain(timeoutMs: number): Promise<void> {
    this.stopped = true;
    this.advance();
    await this.advancing;
    for (const { delivered } of this.given.stop()) delivered.notBegun();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    await Promise.race([this.given.idle(), late]);
    clearTimeout(timer);
    if (this.inHand > 0) this.logger.warn(`${this.inHand} messages of ${this.options.queue} are given back unfinished.`);
  }

  async close(): Promise<void> {
    await this.guarded?.close();
  }

  /** The broker cancels a consumer whose queue is deleted or moves; everything is declared and consumed anew. */
  private received(guarded: GuardedChannel<Channel>, message: ConsumeMessage | null): void {
    if (message === null) return guarded.fail(`The broker cancelled the consumer of ${this.options.queue}.`);
    const members = membersOf(message);
    const delivered = new Delivered(guarded, message, members.length);
    for (const member of members) this.given.add(tenantOf(member), { delivered, message: member });
  }

  /** What a channel had given that is gone by now comes again, to whoever has a channel. */
  private async workOn({ delivered, message }: Given): Promise<void> {
    if (!delivered.guarded.isOpen) return;
    this.measure(1);
    try {
      await this.handle(delivered, message);
    } catch (error) {
      this.logger.error(`A message of ${this.options.queue} could not be ended: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.measure(-1);
    }
  }

  private async handle(delivered: Delivered, message: ConsumeMessage): Promise<void> {
    const { service, queue, work } = this.options;
    const { outcome, type } = await work(message, () => delivered.guarded.isOpen && !this.stopped).catch((error: Error) => {
      this.logger.error(`A message of ${queue} is given back: ${error.message}`, error.stack);
      return { outcome: 'returned' as const, type: 'unknown' };
    });
    messagesHandled.inc({ service, queue, type, outcome });
    passKillPoint('acknowledge', type, 'before');
    if (outcome === 'returned') delivered.returned();
    else delivered.done();
    passKillPoint('acknowledge', type, 'after');
  }

  private measure(change: number): void {
    this.inHand += change;
    messagesInHand.set({ service: this.options.service, queue: this.options.queue }, this.inHand);
  }

  private closed(): void {
    this.consumerTag = null;
  }
}
