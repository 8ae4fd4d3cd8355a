import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Envelope } from '@sluice/contract-kit';
import { inSpan, onTrail, withLogFields, type Trail } from '@sluice/telemetry';
import { SpanKind } from '@opentelemetry/api';
import type { ConsumeMessage } from 'amqplib';
import type { Bindings } from './bindings.js';
import { HandlerOverdue, NotConfirmed, NotKnownYet } from './errors.js';
import { causeOf, judge, stackOf, type Budgets } from './failure.js';
import { readMessage, type HandledContract } from './handled-contract.js';
import { headersAfter, keptHeaders, pastOf } from './headers.js';
import type { Work } from './inbox.consumer.js';
import { handlingSeconds } from './metrics.js';
import type { BrokerNames } from './names.js';
import type { Publisher } from './publisher.js';
import type { Surroundings } from './surroundings.js';

/** Returns to its queue after which a message is handled alone: it may be what the processes died of. */
const RETURNS_OF_A_SUSPECT = 2;

const SEND_AGAIN_MS = 250;

export interface MessageWorkOptions {
  readonly service: string;
  readonly names: BrokerNames;
  readonly publisher: Publisher;
  readonly handled: ReadonlyMap<string, HandledContract>;
  readonly budgets: Budgets;
  readonly handlerTimeoutMs: number;
  readonly surroundings: Surroundings;
  readonly bindings: Pick<Bindings, 'isRemoved'>;
  readonly trail: Trail;
}

type Ending = 'done' | 'retried' | 'waits' | 'parked' | 'unwanted';

/** A driver that hangs must not hold a place for ever. Handling again what may have been done is what handlers are made for. */
function inTime<T>(limitMs: number, type: string, work: Promise<T>): Promise<T> {
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new HandlerOverdue(`The handler of ${type} has not returned after ${limitMs} ms.`)), limitMs);
  return Promise.race([work, overdue]).finally(() => clearTimeout(timer));
}

export async function inHandlerSpan(service: string, message: Envelope, { contract, invoke }: HandledContract, limitMs: number): Promise<unknown> {
  const stop = handlingSeconds.startTimer({ service, type: contract.type });
  const { id: messageId, type: messageType, tenantId, withdrawalId } = message;
  const attributes = { 'messaging.system': 'rabbitmq', 'messaging.message.id': messageId, 'sluice.tenant.id': tenantId, 'sluice.withdrawal.id': withdrawalId ?? '' };
  const run = (): Promise<unknown> => inSpan(`process ${messageType}`, attributes, message.traceparent, () => inTime(limitMs, messageType, invoke(message)), SpanKind.CONSUMER);
  return withLogFields({ tenantId, withdrawalId, messageId, messageType }, run).finally(() => stop());
}

/** Handles commands, answers and events: done, or later again, or parked. */
export class MessageWork {
  private readonly logger = new Logger('Messages');

  constructor(private readonly options: MessageWorkOptions) {}

  /** The work on one of the service's own queues. */
  on(queue: string): Work {
    return async (message, isHeld) => {
      const type = this.typeOf(message);
      if (!this.options.surroundings.usable) return { outcome: await this.giveUntried(message, pastOf(message).queue ?? queue, isHeld), type };
      if (queue !== this.options.names.suspects && pastOf(message).returns >= RETURNS_OF_A_SUSPECT) {
        await this.sendOn(message, '', this.options.names.suspects, { ...keptHeaders(message), 'x-sluice-queue': queue }, isHeld);
        return { outcome: 'forwarded', type };
      }
      return { outcome: await this.attempt(message, pastOf(message).queue ?? queue, isHeld), type };
    };
  }

  /** Came before the consumer was paused: it goes back to its queue by way of the shortest delay, and lies there until all is well. */
  private async giveUntried(message: ConsumeMessage, queue: string, isHeld: () => boolean): Promise<'waits'> {
    const { names, budgets } = this.options;
    await this.sendOn(message, names.delay(budgets.delaysMs[0] ?? 0), queue, keptHeaders(message), isHeld);
    return 'waits';
  }

  private async attempt(message: ConsumeMessage, queue: string, isHeld: () => boolean): Promise<Ending> {
    let envelope: Envelope | undefined;
    const { surroundings, handlerTimeoutMs } = this.options;
    try {
      const read = readMessage(message.content, this.options.handled);
      envelope = read.message;
      await onTrail(this.options.trail, () => inHandlerSpan(this.options.service, read.message, read.by, handlerTimeoutMs));
      this.leaveTrace(message, envelope, 'done');
      return 'done';
    } catch (error) {
      const away = surroundings.isToBlameFor(error);
      if (away) surroundings.suspect();
      const outcome = (await this.isUnwanted(message, queue, error)) ? 'unwanted' : await this.afterFailure(message, queue, error, away || !surroundings.usable, isHeld);
      this.leaveTrace(message, envelope, outcome, causeOf(error));
      return outcome;
    }
  }

  /** An event that was on its way when the last instance that wanted its kind had gone, and the binding with it. */
  private async isUnwanted({ properties }: ConsumeMessage, queue: string, error: unknown): Promise<boolean> {
    const { names, handled, bindings } = this.options;
    const type = String(properties.type);
    if (!(error instanceof NotKnownYet) || queue !== names.queue('events') || handled.has(type)) return false;
    return bindings.isRemoved(type).catch(() => false);
  }

  private leaveTrace(message: ConsumeMessage, envelope: Envelope | undefined, outcome: Ending, detail?: string): void {
    if (envelope?.withdrawalId === undefined) return;
    const { tenantId, withdrawalId, type: name, traceparent } = envelope;
    this.options.trail.note({ at: new Date(), tenantId, withdrawalId, kind: 'message', name, outcome, attempt: pastOf(message).failures + 1, traceId: traceparent?.slice(3, 35), detail });
  }

  private async afterFailure(message: ConsumeMessage, queue: string, error: unknown, away: boolean, isHeld: () => boolean): Promise<'retried' | 'waits' | 'parked'> {
    const { names, budgets } = this.options;
    const past = pastOf(message);
    const now = new Date();
    const verdict = judge(error, past, budgets, away, now.getTime());
    const failure = { queue, failures: past.failures, cause: causeOf(error), stack: stackOf(error) };
    const said = `${this.typeOf(message)} failed (attempt ${past.failures + 1}): ${failure.cause}`;
    switch (verdict.kind) {
      case 'park':
        this.logger.error(`${said} It is parked.`, failure.stack);
        await this.sendOn(message, '', names.dead, headersAfter(message, { ...failure, failures: past.failures + 1 }, now), isHeld);
        return 'parked';
      case 'retry':
        this.logger.warn(`${said} It is tried again in ${verdict.delayMs} ms.`);
        await this.sendOn(message, names.delay(verdict.delayMs), queue, headersAfter(message, { ...failure, failures: past.failures + 1 }, now), isHeld);
        return 'retried';
      case 'wait':
        if (verdict.waiting.times === 1) this.logger.warn(`${said} It waits (${verdict.waiting.for}) and is tried again in ${verdict.delayMs} ms.`);
        await this.sendOn(message, names.delay(verdict.delayMs), queue, headersAfter(message, { ...failure, waiting: verdict.waiting }, now), isHeld);
        return 'waits';
    }
  }

  /**
   * A copy goes on before the original is acknowledged: in between a message may be doubled, never lost. While the broker takes
   * no messages the original stays in hand: given back, it would come again at once, and be counted.
   */
  private async sendOn({ content, properties }: ConsumeMessage, exchange: string, routingKey: string, headers: Record<string, unknown>, isHeld: () => boolean): Promise<void> {
    const messageId = String(properties.messageId);
    const options = { messageId, type: String(properties.type), headers, persistent: true, mandatory: true, contentType: 'application/json' };
    for (;;) {
      try {
        return await this.options.publisher.deliver({ exchange, routingKey, content, options });
      } catch (error) {
        if (!(error instanceof NotConfirmed) || !isHeld()) throw error;
        await pause(SEND_AGAIN_MS);
      }
    }
  }

  /** Only types that are known become a label: a stranger must not fill the metrics with words of his own. */
  private typeOf({ properties }: ConsumeMessage): string {
    const type = String(properties.type);
    return this.options.handled.has(type) ? type : 'unknown';
  }
}
