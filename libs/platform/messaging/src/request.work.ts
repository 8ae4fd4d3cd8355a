import { Logger } from '@nestjs/common';
import type { Envelope, RequestContract } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { onTrail, type Trail } from '@sluice/telemetry';
import type { ConsumeMessage } from 'amqplib';
import { causeOf, isOfTheSurroundings, ServiceAway, stackOf } from './failures.js';
import { deferred, type HandledContract, readMessage } from './handlers.js';
import type { Work } from './inbox.consumer.js';
import { inHandlerSpan } from './message.work.js';
import type { DependencyHealth } from './messaging.options.js';
import { replyText, type ReplyAddress, type ReplyMessage } from './outbox-entry.js';
import type { Publisher } from './publisher.js';

export interface RequestWorkOptions {
  readonly service: string;
  readonly queue: string;
  readonly publisher: Publisher;
  readonly handled: ReadonlyMap<string, HandledContract>;
  readonly trail: Trail;
  readonly surroundings: DependencyHealth;
  readonly handlerTimeoutMs: number;
}

/** Handles requests: every request is replied to at once, be it with a refusal or word of a failure; the caller decides whether to send it again. */
export class RequestWork {
  private readonly logger = new Logger('Requests');

  constructor(private readonly options: RequestWorkOptions) {}

  readonly work: Work = async (message) => {
    const replyAddress = { queue: String(message.properties.replyTo), correlationId: String(message.properties.correlationId) };
    const type = this.options.handled.has(String(message.properties.type)) ? String(message.properties.type) : 'unknown';
    const reply = await this.replyTo(message, replyAddress);
    if (reply !== deferred) await this.send(reply, replyAddress);
    return { outcome: 'done', type };
  };

  private async replyTo(message: ConsumeMessage, replyAddress: ReplyAddress): Promise<ReplyMessage | typeof deferred> {
    const { service, queue, surroundings, handlerTimeoutMs } = this.options;
    if (!surroundings.usable) return { outcome: 'failed', message: `${service} is without its database.`, away: true };
    try {
      const { message: envelope, by } = readMessage(message, this.options.handled);
      const request: Envelope & { replyAddress: ReplyAddress } = { ...envelope, replyAddress };
      const reply = await onTrail(this.options.trail, () => inHandlerSpan({ service, message: request, by, limitMs: handlerTimeoutMs, queue, attempt: 1 }, (_, handle) => handle()));
      return reply === deferred ? deferred : { outcome: 'replied', reply: (by.contract as RequestContract).reply.parse(reply) };
    } catch (error) {
      return this.refusalOrFailure(error);
    }
  }

  private refusalOrFailure(error: unknown): ReplyMessage {
    if (error instanceof DomainError) return { outcome: 'refused', code: error.code, message: error.message, details: error.details };
    const away = this.options.surroundings.isToBlameFor(error);
    if (away) this.options.surroundings.suspect();
    if (error instanceof ServiceAway) this.logger.debug(error.message);
    else this.logger.error(`A request failed: ${causeOf(error)}`, stackOf(error));
    return { outcome: 'failed', message: causeOf(error), ...(away || isOfTheSurroundings(error) ? { away: true } : {}) };
  }

  /** Not mandatory: a requester that is gone does not wait any more. */
  private send(reply: ReplyMessage, { queue, correlationId }: ReplyAddress): Promise<void> {
    const options = { messageId: correlationId, type: 'reply', correlationId, contentType: 'application/json' };
    return this.options.publisher.deliver({ exchange: '', routingKey: queue, content: Buffer.from(replyText(reply)), options });
  }
}
