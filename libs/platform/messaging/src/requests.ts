import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { envelopeSchema, type ReplyOf, type RequestContract } from '@sluice/contract-kit';
import { DomainError, newId } from '@sluice/kernel';
import { currentLogFields, currentTraceparent, inSpan, passKillPoint, withLogFields } from '@sluice/telemetry';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { z } from 'zod';
import type { ConnectionPart } from './broker.connection.js';
import { GuardedChannel } from './channels.js';
import { RequestFailed, RequestTimedOut, ServiceAway } from './failures.js';
import { jsonIn, tenantHeader } from './headers.js';
import { Latch } from './latch.js';
import { MessagingOptions } from './messaging.options.js';
import { requestSeconds } from './metrics.js';
import { Participants } from './participants.js';
import { type ReplyMessage, replySchema } from './outbox-entry.js';
import { BrokerNames } from './topology.js';

interface SentRequest {
  readonly id: string;
  readonly type: string;
  readonly tenantId: string;
  /** The envelope as JSON text. */
  readonly content: string;
  readonly timeoutMs: number;
}

/** `lost`: nobody is bound for the request, or the connection broke before a reply came, or none came in time. */
type Outcome = ReplyMessage | 'lost';

/** RabbitMQ's pseudo-queue: replies come straight to the channel that sent the request, without a queue to make and clean up. */
const DIRECT_REPLY_TO = 'amq.rabbitmq.reply-to';

/** Requests and the way back of their replies have to share one channel. */
@Injectable()
export class RequestChannel implements ConnectionPart {
  private readonly logger = new Logger('Requests');
  private readonly exchange: string;
  private readonly latch = new Latch<GuardedChannel<Channel>>();
  private readonly pending = new Map<string, (outcome: Outcome) => void>();

  constructor(options: MessagingOptions) {
    this.exchange = new BrokerNames(options.namespace, options.service).exchange('requests');
  }

  async open(model: ChannelModel): Promise<void> {
    const guarded = await GuardedChannel.open(model, model.createChannel(), () => this.closed());
    guarded.channel.on('return', ({ properties }) => this.settle(properties.correlationId, 'lost'));
    await guarded.channel.consume(DIRECT_REPLY_TO, (message) => this.received(message), { noAck: true });
    this.latch.open(guarded);
  }

  async close(): Promise<void> {
    const open = this.latch.current;
    this.latch.end();
    await open?.close();
  }

  /** Sends it once. The broker drops it when its time is up, so that nobody works on what nobody waits for. */
  async request(sent: SentRequest): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const correlationId = newId();
    const timer = setTimeout(() => this.settle(correlationId, 'lost'), sent.timeoutMs);
    this.pending.set(correlationId, (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    });
    this.send(sent, correlationId).catch(() => this.settle(correlationId, 'lost'));
    return promise;
  }

  private async send(sent: SentRequest, correlationId: string): Promise<void> {
    const { channel } = await this.latch.wait(sent.timeoutMs, () => new Error('The broker cannot be reached.'));
    passKillPoint('publish', sent.type, 'before');
    channel.publish(this.exchange, sent.type, Buffer.from(sent.content), {
      messageId: sent.id,
      type: sent.type,
      correlationId,
      replyTo: DIRECT_REPLY_TO,
      mandatory: true,
      contentType: 'application/json',
      headers: tenantHeader(sent.tenantId),
      expiration: Math.ceil(sent.timeoutMs),
    });
    passKillPoint('publish', sent.type, 'after');
  }

  private received(message: ConsumeMessage | null): void {
    if (message === null) return;
    const correlationId: unknown = message.properties.correlationId;
    const reply = replySchema.safeParse(jsonIn(message.content));
    if (reply.success) this.settle(correlationId, reply.data);
    else this.logger.error(`A reply cannot be read: ${reply.error.message}`);
  }

  /** A reply that is no longer waited for comes too late and is let go. */
  private settle(correlationId: unknown, outcome: Outcome): void {
    const done = this.pending.get(String(correlationId));
    this.pending.delete(String(correlationId));
    done?.(outcome);
  }

  private closed(): void {
    this.latch.shut();
    for (const correlationId of [...this.pending.keys()]) this.settle(correlationId, 'lost');
  }
}

/** For whom a request is made. */
export interface RequestContext {
  readonly tenantId: string;
  readonly withdrawalId?: string | undefined;
  /** How long to wait for the reply; 10 s unless told. */
  readonly timeoutMs?: number | undefined;
  /** The request's own id; random unless told. A caller that repeats a request under the same id is answered the same. */
  readonly id?: string | undefined;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** While a service starts for the first time its queue is not there yet. */
const PAUSE_MS = 100;

/** Sends requests to other services and waits for their replies. */
@Injectable()
export class Requests {
  private readonly participants = new Participants();

  constructor(private readonly options: MessagingOptions, private readonly channel: RequestChannel) {}

  /**
   * A request that gets lost, on the way or with the connection, is sent again under the same id until its time is up.
   * A service that replies to nobody, or has too many requests waiting, is sent none: that fails at once.
   * @throws DomainError when refused; ServiceAway; RequestTimedOut; RequestFailed; ZodError when the body or the reply breaks the contract.
   */
  request<C extends RequestContract>(contract: C, body: z.input<C['body']>, context: RequestContext): Promise<ReplyOf<C>> {
    const attributes = {
      'messaging.system': 'rabbitmq', 'messaging.operation.type': 'send', 'messaging.operation.name': 'request', 'messaging.rabbitmq.destination.routing_key': contract.type, 'sluice.message.type': contract.type,
    };
    const fields = { tenantId: context.tenantId, withdrawalId: context.withdrawalId ?? currentLogFields().withdrawalId };
    return withLogFields(fields, () => inSpan(`request ${contract.type}`, { attributes, kind: SpanKind.CLIENT }, () => this.timed(contract, body, { ...context, ...fields })));
  }

  private async timed<C extends RequestContract>(contract: C, body: z.input<C['body']>, context: RequestContext): Promise<ReplyOf<C>> {
    const stop = requestSeconds.startTimer({ service: this.options.service, type: contract.type });
    try {
      const participant = this.participants.of(contract.service);
      const answer = await participant.during(contract.type, context.tenantId, () => this.repeated(contract, body, context));
      participant.replied();
      const reply = readReply(contract, answer);
      stop({ outcome: 'replied' });
      return reply;
    } catch (error) {
      stop({ outcome: error instanceof DomainError ? 'refused' : error instanceof RequestTimedOut ? 'late' : 'failed' });
      throw error;
    }
  }

  private async repeated(contract: RequestContract, body: unknown, context: RequestContext): Promise<ReplyMessage> {
    const deadline = performance.now() + (context.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const { id, content } = messageOf(contract, body, context);
    for (let left = deadline - performance.now(); left > 0; left = deadline - performance.now()) {
      const reply = await this.channel.request({ id, type: contract.type, tenantId: context.tenantId, content, timeoutMs: left });
      if (reply !== 'lost') return reply;
      await pause(Math.min(PAUSE_MS, left));
    }
    throw new RequestTimedOut(`No reply to ${contract.type} in time.`);
  }
}

function messageOf(contract: RequestContract, body: unknown, context: RequestContext): { id: string; content: string } {
  const id = context.id ?? newId();
  const envelope = envelopeSchema.parse({
    id,
    type: contract.type,
    version: 1,
    tenantId: context.tenantId,
    withdrawalId: context.withdrawalId,
    causationId: id,
    traceparent: currentTraceparent(),
    dialect: currentLogFields().dialect,
    occurredAt: new Date().toISOString(),
    body: contract.body.parse(body),
  });
  return { id, content: JSON.stringify(envelope) };
}

function readReply<C extends RequestContract>(contract: C, reply: ReplyMessage): ReplyOf<C> {
  switch (reply.outcome) {
    case 'replied':
      return contract.reply.parse(reply.reply) as ReplyOf<C>;
    case 'refused':
      throw new DomainError(reply.code, reply.message, reply.details);
    case 'failed':
      throw reply.away === true ? new ServiceAway(`${contract.type} cannot be answered now: ${reply.message}`) : new RequestFailed(`${contract.type} failed: ${reply.message}`);
  }
}
