import { Logger } from '@nestjs/common';
import type { Envelope } from '@sluice/contract-kit';
import { inSpan, onTrail, withLogFields, type Trail } from '@sluice/telemetry';
import { SpanKind } from '@opentelemetry/api';
import type { ConsumeMessage } from 'amqplib';
import { causeOf, judge, stackOf } from './failure.js';
import { readMessage, type HandledContract } from './handled-contract.js';
import { headersAfter, keptHeaders, pastOf } from './headers.js';
import type { Work } from './inbox.consumer.js';
import { handlingSeconds } from './metrics.js';
import type { BrokerNames } from './names.js';
import type { Publisher } from './publisher.js';

/** Returns to its queue after which a message is handled alone: it may be what the processes died of. */
const RETURNS_OF_A_SUSPECT = 2;

export interface MessageWorkOptions {
  readonly service: string;
  readonly names: BrokerNames;
  readonly publisher: Publisher;
  readonly handled: ReadonlyMap<string, HandledContract>;
  readonly retryDelaysMs: readonly number[];
  readonly trail: Trail;
}

export async function inHandlerSpan(service: string, message: Envelope, { contract, invoke }: HandledContract): Promise<unknown> {
  const stop = handlingSeconds.startTimer({ service, type: contract.type });
  const { id: messageId, type: messageType, tenantId, withdrawalId } = message;
  const attributes = { 'messaging.system': 'rabbitmq', 'messaging.message.id': messageId, 'sluice.tenant.id': tenantId, 'sluice.withdrawal.id': withdrawalId ?? '' };
  const run = (): Promise<unknown> => inSpan(`process ${messageType}`, attributes, message.traceparent, () => invoke(message), SpanKind.CONSUMER);
  return withLogFields({ tenantId, withdrawalId, messageId, messageType }, run).finally(() => stop());
}

/** Handles commands, answers and events: done, or later again, or parked. */
export class MessageWork {
  private readonly logger = new Logger('Messages');

  constructor(private readonly options: MessageWorkOptions) {}

  /** The work on one of the service's own queues. */
  on(queue: string): Work {
    return async (message) => {
      const type = this.typeOf(message);
      if (queue !== this.options.names.suspects && pastOf(message).returns >= RETURNS_OF_A_SUSPECT) {
        await this.sendOn(message, '', this.options.names.suspects, { ...keptHeaders(message), 'x-sluice-queue': queue });
        return { outcome: 'forwarded', type };
      }
      return { outcome: await this.attempt(message, pastOf(message).queue ?? queue), type };
    };
  }

  private async attempt(message: ConsumeMessage, queue: string): Promise<'done' | 'retried' | 'parked'> {
    let envelope: Envelope | undefined;
    try {
      const read = readMessage(message.content, this.options.handled);
      envelope = read.message;
      await onTrail(this.options.trail, () => inHandlerSpan(this.options.service, read.message, read.by));
      this.leaveTrace(message, envelope, 'done');
      return 'done';
    } catch (error) {
      const outcome = await this.afterFailure(message, queue, error);
      this.leaveTrace(message, envelope, outcome, causeOf(error));
      return outcome;
    }
  }

  private leaveTrace(message: ConsumeMessage, envelope: Envelope | undefined, outcome: 'done' | 'retried' | 'parked', detail?: string): void {
    if (envelope?.withdrawalId === undefined) return;
    const { tenantId, withdrawalId, type: name, traceparent } = envelope;
    this.options.trail.note({ at: new Date(), tenantId, withdrawalId, kind: 'message', name, outcome, attempt: pastOf(message).failures + 1, traceId: traceparent?.slice(3, 35), detail });
  }

  private async afterFailure(message: ConsumeMessage, queue: string, error: unknown): Promise<'retried' | 'parked'> {
    const { names, retryDelaysMs } = this.options;
    const { failures } = pastOf(message);
    const verdict = judge(error, failures, retryDelaysMs);
    const headers = headersAfter(message, queue, failures + 1, causeOf(error), stackOf(error));
    const told = `${this.typeOf(message)} failed (attempt ${failures + 1}): ${causeOf(error)}`;
    if (verdict.kind === 'park') {
      this.logger.error(`${told} It is parked.`, stackOf(error));
      await this.sendOn(message, '', names.dead, headers);
      return 'parked';
    }
    this.logger.warn(`${told} It is tried again in ${verdict.delayMs} ms.`);
    await this.sendOn(message, names.delay(verdict.delayMs), queue, headers);
    return 'retried';
  }

  /** A copy goes on before the original is acknowledged: in between a message may be doubled, never lost. */
  private sendOn({ content, properties }: ConsumeMessage, exchange: string, routingKey: string, headers: Record<string, unknown>): Promise<void> {
    const messageId = String(properties.messageId);
    const options = { messageId, type: String(properties.type), headers, persistent: true, mandatory: true, contentType: 'application/json' };
    return this.options.publisher.deliver({ exchange, routingKey, content, options });
  }

  /** Only types that are known become a label: a stranger must not fill the metrics with words of his own. */
  private typeOf({ properties }: ConsumeMessage): string {
    const type = String(properties.type);
    return this.options.handled.has(type) ? type : 'unknown';
  }
}
