import { Injectable, Logger } from '@nestjs/common';
import { inSpan } from '@sluice/telemetry';
import { SpanKind, type Attributes } from '@opentelemetry/api';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import type { ConnectionPart } from './broker.connection.js';
import { ConfirmedChannel, GuardedChannel, type WireMessage } from './channels.js';
import { NotConfirmed, Unroutable } from './failures.js';
import { Latch } from './latch.js';
import { leftByHeader, tenantHeader } from './headers.js';
import { MessageGroups } from './message-groups.js';
import { MessagingOptions } from './messaging.options.js';
import { brokerPublishes, messagesPublished } from './metrics.js';
import { BrokerNames } from './topology.js';
import type { OutboxEntry } from './outbox-entry.js';

const DEFAULT_TIMEOUT_MS = 5_000;

/**
 * How long an event that no queue is bound for is kept and sent again: a listener that starts for the first time beside its
 * sender misses nothing, and an event that nobody wants does not stay in an outbox for ever.
 */
const UNROUTABLE_EVENT_GRACE_MS = 60_000;

/** Sends messages so that the broker has confirmed them, or says that it could not. It never pretends. */
@Injectable()
export class Publisher implements ConnectionPart {
  private readonly logger = new Logger(Publisher.name);
  private readonly names: BrokerNames;
  private readonly timeoutMs: number;
  private readonly groups: MessageGroups;
  private readonly latch = new Latch<ConfirmedChannel>();
  private live: ConfirmedChannel | null = null;

  constructor(private readonly options: MessagingOptions) {
    this.names = new BrokerNames(options.namespace, options.service);
    this.timeoutMs = options.publishTimeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.groups = new MessageGroups(this.names, (message) => this.deliver(message).then(() => brokerPublishes.inc({ service: options.service })), (entry) => this.wireMessage(entry));
  }

  /**
   * Resolves when the broker has confirmed every entry; the rest is sent even when one fails.
   * @throws NotConfirmed when the connection is lost, blocked or silent for too long; Unroutable when no queue is bound.
   */
  async publish(entries: readonly OutboxEntry[]): Promise<void> {
    for (const result of await this.settle(entries)) if (result.status === 'rejected') throw result.reason;
  }

  /** The same, telling for each entry how it went. */
  settle(entries: readonly OutboxEntry[]): Promise<PromiseSettledResult<void>[]> {
    return Promise.allSettled(entries.map((entry) => this.publishEntry(entry)));
  }

  /** Sends one message as it is. Who awaits it holds the message until it is confirmed: that is the back-pressure. */
  async deliver(message: WireMessage): Promise<void> {
    const channel = await this.latch.wait(this.timeoutMs, () => new NotConfirmed('The broker cannot be reached or takes no messages.'));
    await channel.publish(message, this.timeoutMs);
  }

  /** Puts a message straight into a queue, past the exchanges: a dead letter that is given another chance. */
  sendToQueue(queue: string, message: { id: string; type: string; content: string }): Promise<void> {
    return this.deliver({
      exchange: '',
      routingKey: queue,
      content: Buffer.from(message.content),
      options: { messageId: message.id, type: message.type, mandatory: true, persistent: true, contentType: 'application/json', headers: leftByHeader() },
    });
  }

  async open(model: ChannelModel): Promise<void> {
    const guarded = await GuardedChannel.open<ConfirmChannel>(model, model.createConfirmChannel(), () => this.closed());
    this.live = new ConfirmedChannel(guarded);
    this.latch.open(this.live);
  }

  blocked(blocked: boolean): void {
    if (blocked || this.live === null) this.latch.shut();
    else this.latch.open(this.live);
  }

  async close(): Promise<void> {
    this.latch.end();
    await this.live?.close();
  }

  private closed(): void {
    this.live = null;
    this.latch.shut();
  }

  private async publishEntry(entry: OutboxEntry): Promise<void> {
    const attributes = {
      'messaging.system': 'rabbitmq', 'messaging.operation.type': 'send', 'messaging.operation.name': 'publish', 'messaging.message.id': entry.id,
      'messaging.destination.name': exchangeOf(this.names, entry), 'messaging.rabbitmq.destination.routing_key': entry.routingKey, 'sluice.message.type': entry.type,
      ...fieldsIn(entry),
    };
    await inSpan(`publish ${entry.type}`, { attributes, parent: entry.traceparent, kind: SpanKind.PRODUCER }, () => this.countedDelivery(entry));
  }

  private async countedDelivery(entry: OutboxEntry): Promise<void> {
    const labels = { service: this.options.service, type: entry.type };
    try {
      await this.groups.send(entry);
      messagesPublished.inc({ ...labels, outcome: 'confirmed' });
    } catch (error) {
      if (this.isWithoutListener(entry, error)) return;
      messagesPublished.inc({ ...labels, outcome: error instanceof Unroutable ? 'unroutable' : 'failed' });
      throw error;
    }
  }

  private isWithoutListener(entry: OutboxEntry, error: unknown): boolean {
    if (!(error instanceof Unroutable) || entry.exchange !== 'events' || Date.now() - entry.at.getTime() < UNROUTABLE_EVENT_GRACE_MS) return false;
    this.logger.warn(`Nobody listens to the event ${entry.type}: ${entry.id} is let go.`);
    messagesPublished.inc({ service: this.options.service, type: entry.type, outcome: 'unheard' });
    return true;
  }

  private wireMessage(entry: OutboxEntry): WireMessage {
    return {
      exchange: exchangeOf(this.names, entry),
      routingKey: entry.routingKey,
      content: Buffer.from(entry.content),
      options: {
        messageId: entry.id,
        type: entry.type,
        persistent: true,
        mandatory: entry.mandatory,
        contentType: 'application/json',
        headers: tenantHeader(entry.tenantId),
        ...(entry.correlationId === undefined ? {} : { correlationId: entry.correlationId }),
      },
    };
  }
}

const exchangeOf = (names: BrokerNames, { exchange }: OutboxEntry): string => (exchange === 'reply' ? '' : names.exchange(exchange));

/** For whom it is sent, whoever sends it: a sweep sends many. */
function fieldsIn({ tenantId, withdrawalId, dialect }: OutboxEntry): Attributes {
  return { ...(tenantId && { 'sluice.tenant.id': tenantId }), ...(withdrawalId && { 'sluice.withdrawal.id': withdrawalId }), ...(dialect && { 'sluice.dialect': dialect }) };
}
