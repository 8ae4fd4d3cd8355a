import { Injectable, Logger } from '@nestjs/common';
import { newId } from '@sluice/kernel';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { ConnectionPart } from './broker.connection.js';
import { Gate } from './gate.js';
import { GuardedChannel } from './guarded-channel.js';
import { tenantHeader } from './headers.js';
import { jsonIn } from './json.js';
import { MessagingOptions } from './messaging.options.js';
import { BrokerNames } from './names.js';
import { replySchema, type ReplyMessage } from './reply.js';

interface Question {
  readonly id: string;
  readonly type: string;
  readonly tenantId: string;
  /** The envelope as JSON text. */
  readonly content: string;
  readonly timeoutMs: number;
}

/** `lost`: nobody is bound for the question, or the connection broke before a reply came, or none came in time. */
type Outcome = ReplyMessage | 'lost';

/** RabbitMQ's pseudo-queue: replies come straight to the channel that asked, without a queue to make and clean up. */
const DIRECT_REPLY_TO = 'amq.rabbitmq.reply-to';

/** Asking and the replies' way back have to share one channel. */
@Injectable()
export class RequestChannel implements ConnectionPart {
  private readonly logger = new Logger('Requests');
  private readonly exchange: string;
  private readonly gate = new Gate<GuardedChannel<Channel>>();
  private readonly pending = new Map<string, (outcome: Outcome) => void>();

  constructor(options: MessagingOptions) {
    this.exchange = new BrokerNames(options.namespace, options.service).exchange('requests');
  }

  async open(model: ChannelModel): Promise<void> {
    const guarded = await GuardedChannel.open(model, model.createChannel(), () => this.closed());
    guarded.channel.on('return', ({ properties }) => this.settle(properties.correlationId, 'lost'));
    await guarded.channel.consume(DIRECT_REPLY_TO, (message) => this.received(message), { noAck: true });
    this.gate.open(guarded);
  }

  async close(): Promise<void> {
    const open = this.gate.current;
    this.gate.end();
    await open?.close();
  }

  /** Asks once. The broker drops the question when its time is up, so that nobody works on what nobody waits for. */
  async ask(question: Question): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const correlationId = newId();
    const timer = setTimeout(() => this.settle(correlationId, 'lost'), question.timeoutMs);
    this.pending.set(correlationId, (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    });
    this.send(question, correlationId).catch(() => this.settle(correlationId, 'lost'));
    return promise;
  }

  private async send(question: Question, correlationId: string): Promise<void> {
    const { channel } = await this.gate.wait(question.timeoutMs, () => new Error('The broker cannot be reached.'));
    channel.publish(this.exchange, question.type, Buffer.from(question.content), {
      messageId: question.id,
      type: question.type,
      correlationId,
      replyTo: DIRECT_REPLY_TO,
      mandatory: true,
      contentType: 'application/json',
      headers: tenantHeader(question.tenantId),
      expiration: Math.ceil(question.timeoutMs),
    });
  }

  private received(message: ConsumeMessage | null): void {
    if (message === null) return;
    const correlationId: unknown = message.properties.correlationId;
    const reply = replySchema.safeParse(jsonIn(message.content));
    if (reply.success) this.settle(correlationId, reply.data);
    else this.logger.error(`A reply cannot be read: ${reply.error.message}`);
  }

  /** Anything for a question that is no longer waited for comes too late and is let go. */
  private settle(correlationId: unknown, outcome: Outcome): void {
    const done = this.pending.get(String(correlationId));
    this.pending.delete(String(correlationId));
    done?.(outcome);
  }

  private closed(): void {
    this.gate.shut();
    for (const correlationId of [...this.pending.keys()]) this.settle(correlationId, 'lost');
  }
}
