import { envelopeSchema, type Envelope, type MessageContract } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import { connect, type ChannelModel, type ConfirmChannel, type ConsumeMessage } from 'amqplib';
import type { z } from 'zod';

/** For whom a message is sent in a test. `tenantId` is `acme` and `replyTo` is `tester` unless told. */
export interface SendContext {
  readonly id?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly withdrawalId?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly traceparent?: string | undefined;
}

export type Message<C extends MessageContract> = Envelope<z.output<C['body']>>;

const EXCHANGES = ['commands', 'answers', 'events'] as const;
const DEFAULT_TIMEOUT_MS = 60_000;

/** Hears everything that is sent in a namespace, and speaks there as any other service would. */
export class BrokerProbe {
  private readonly received: Envelope[] = [];
  private readonly waiting = new Set<() => void>();
  private listening: ChannelModel | null = null;

  private constructor(private readonly namespace: string, private readonly connection: ChannelModel, private readonly speaking: ConfirmChannel) {}

  static async open(url: string, namespace: string, hear = true): Promise<BrokerProbe> {
    const connection = await connect(url, { noDelay: true, clientProperties: { connection_name: `probe of ${namespace}` } });
    const probe = new BrokerProbe(namespace, connection, await connection.createConfirmChannel());
    if (hear) await probe.listen(await connect(url));
    return probe;
  }

  /** Sends a message and resolves with its id once the broker has it. @throws when no queue is bound for it. */
  async send<C extends MessageContract>(contract: C, body: z.input<C['body']>, context: SendContext = {}): Promise<string> {
    const { id = newId(), tenantId = 'acme', replyTo = 'tester', withdrawalId, traceparent } = context;
    const routingKey = contract.kind === 'answer' ? `${replyTo}.${contract.type}` : contract.type;
    const envelope = envelopeSchema.parse({
      id, type: contract.type, version: 1, tenantId, withdrawalId, causationId: newId(), traceparent,
      ...(contract.kind === 'command' ? { replyTo } : {}), occurredAt: new Date().toISOString(), body,
    });
    await this.sendRaw(`${this.namespace}.${contract.kind}s`, routingKey, JSON.stringify(envelope), { id, type: contract.type, headers: { 'x-sluice-tenant': tenantId } });
    return id;
  }

  /** Sends any text at all, well-formed or not. */
  sendRaw(exchange: string, routingKey: string, content: string, { id, type, headers }: { id?: string; type?: string; headers?: Record<string, string> } = {}): Promise<void> {
    const options = { persistent: true, headers, ...(id === undefined ? {} : { messageId: id }), ...(type === undefined ? {} : { type }) };
    return new Promise((resolve, reject) => {
      this.speaking.publish(exchange, routingKey, Buffer.from(content), options, (error: Error | null) => (error === null ? resolve() : reject(error)));
    });
  }

  /** The oldest message of this type that was not given out yet, waiting for it if there is none. */
  async next<C extends MessageContract>(contract: C, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<Message<C>> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const index = this.received.findIndex(({ type }) => type === contract.type);
      const [found] = index < 0 ? [] : this.received.splice(index, 1);
      if (found !== undefined) return typed(contract, found);
      if (!(await this.hearsSomething(deadline - Date.now()))) throw new Error(`No ${contract.type} was sent within ${timeoutMs} ms.`);
    }
  }

  seen<C extends MessageContract>(contract: C): Message<C>[] {
    return this.received.filter(({ type }) => type === contract.type).map((envelope) => typed(contract, envelope));
  }

  /** Hears nothing from now on: what is sent to nobody else is unroutable. */
  async deafen(): Promise<void> {
    await this.listening?.close();
    this.listening = null;
  }

  async close(): Promise<void> {
    await this.deafen();
    await this.connection.close();
  }

  /** On a connection of its own, since the queue lives as long as its connection. */
  private async listen(connection: ChannelModel): Promise<void> {
    this.listening = connection;
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    for (const exchange of EXCHANGES) {
      await channel.assertExchange(`${this.namespace}.${exchange}`, 'topic', { durable: true });
      await channel.bindQueue(queue, `${this.namespace}.${exchange}`, '#');
    }
    await channel.consume(queue, (message) => this.hear(message), { noAck: true });
  }

  private hear(message: ConsumeMessage | null): void {
    const envelope = envelopeSchema.safeParse(message === null ? undefined : jsonOf(message.content.toString()));
    if (!envelope.success) return;
    this.received.push(envelope.data);
    for (const tell of this.waiting) tell();
  }

  private hearsSomething(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (received: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(tell);
        resolve(received);
      };
      const tell = (): void => done(true);
      const timer = setTimeout(() => done(false), Math.max(timeoutMs, 0));
      this.waiting.add(tell);
    });
  }
}

const typed = <C extends MessageContract>(contract: C, envelope: Envelope): Message<C> =>
  ({ ...envelope, body: contract.body.parse(envelope.body) }) as Message<C>;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
