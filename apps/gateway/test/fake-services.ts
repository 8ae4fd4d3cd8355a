import { envelopeSchema, type RequestOf, type ReplyOf, type RequestContract } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';

/** One question as a service was asked it. */
export interface ReceivedRequest<C extends RequestContract> {
  readonly tenantId: string;
  readonly traceparent: string | undefined;
  readonly body: RequestOf<C>;
}

type Handler = (received: ReceivedRequest<RequestContract>) => unknown;

/** A service that hears a question and lets it go unanswered. */
export const silence = Symbol('silence');

/** All services behind the gateway in one: answers their requests on the real broker, and remembers what it was asked. */
export class FakeServices {
  private readonly handlers = new Map<string, { contract: RequestContract; handle: Handler }>();
  private isSilent = false;
  private readonly questions: { type: string; tenantId: string; traceparent: string | undefined; body: unknown }[] = [];

  private constructor(private readonly connection: ChannelModel, private readonly channel: Channel) {}

  static async start(url: string, namespace: string): Promise<FakeServices> {
    const connection = await connect(url, { noDelay: true });
    const fake = new FakeServices(connection, await connection.createChannel());
    await fake.listen(`${namespace}.requests`);
    return fake;
  }

  on<C extends RequestContract>(contract: C, handle: (received: ReceivedRequest<C>) => ReplyOf<C> | typeof silence | Promise<ReplyOf<C> | typeof silence>): void {
    this.handlers.set(contract.type, { contract, handle });
  }

  /** One request is refused while this is under way. */
  async whileRefused<T>(contract: RequestContract, refusal: DomainError, work: () => Promise<T>): Promise<T> {
    const before = this.handlers.get(contract.type);
    this.on(contract, () => {
      throw refusal;
    });
    try {
      return await work();
    } finally {
      if (before) this.handlers.set(contract.type, before);
      else this.handlers.delete(contract.type);
    }
  }

  /** Nobody answers anything while this is under way. */
  async whileSilent<T>(work: () => Promise<T>): Promise<T> {
    this.isSilent = true;
    try {
      return await work();
    } finally {
      this.isSilent = false;
    }
  }

  received<C extends RequestContract>(contract: C): ReceivedRequest<C>[] {
    return this.questions.filter(({ type }) => type === contract.type) as unknown as ReceivedRequest<C>[];
  }

  async stop(): Promise<void> {
    await this.connection.close();
  }

  private async listen(exchange: string): Promise<void> {
    await this.channel.assertExchange(exchange, 'topic', { durable: true });
    const { queue } = await this.channel.assertQueue('', { exclusive: true });
    await this.channel.bindQueue(queue, exchange, '#');
    await this.channel.consume(queue, (message) => {
      this.hear(message).catch((error: Error) => this.connection.emit('error', error));
    }, { noAck: true });
  }

  private async hear(message: ConsumeMessage | null): Promise<void> {
    if (message === null || this.isSilent) return;
    const envelope = envelopeSchema.parse(JSON.parse(message.content.toString()));
    const known = this.handlers.get(envelope.type);
    if (!known) return;
    const { tenantId, traceparent } = envelope;
    const body = known.contract.body.parse(envelope.body);
    this.questions.push({ type: envelope.type, tenantId, traceparent, body });
    const reply = await this.replyTo(known.handle, { tenantId, traceparent, body });
    if (reply === silence) return;
    this.channel.publish('', String(message.properties.replyTo), Buffer.from(JSON.stringify(reply)), { correlationId: String(message.properties.correlationId) });
  }

  private async replyTo(handle: Handler, received: ReceivedRequest<RequestContract>): Promise<unknown> {
    try {
      const reply = await handle(received);
      return reply === silence ? silence : { outcome: 'replied', reply };
    } catch (error) {
      if (error instanceof DomainError) return { outcome: 'refused', code: error.code, message: error.message, details: error.details };
      return { outcome: 'failed', message: String(error) };
    }
  }
}
