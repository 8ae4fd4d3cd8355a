import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Envelope } from '@sluice/contract-kit';
import { inSpan, markFailed, onTrail, withLogFields, type Trail } from '@sluice/telemetry';
import { SpanKind, type Span } from '@opentelemetry/api';
import type { ConsumeMessage } from 'amqplib';
import type { Bindings } from './bindings.js';
import { type Budgets, causeOf, HandlerOverdue, judge, NotConfirmed, NotKnownYet, stackOf } from './failures.js';
import { readMessage, type HandledContract } from './handlers.js';
import { headersAfter, keptHeaders, pastOf } from './headers.js';
import type { Work } from './inbox.consumer.js';
import { handlingSeconds } from './metrics.js';
import type { BrokerNames } from './topology.js';
import type { Publisher } from './publisher.js';
import type { DependencyHealth } from './messaging.options.js';

/** Returns to its queue after which a message is handled alone: it may be what the processes died of. */
const RETURNS_BEFORE_ISOLATION = 2;

const SEND_AGAIN_MS = 250;

export interface MessageWorkOptions {
  readonly service: string;
  readonly names: BrokerNames;
  readonly publisher: Publisher;
  readonly handled: ReadonlyMap<string, HandledContract>;
  readonly budgets: Budgets;
  readonly handlerTimeoutMs: number;
  readonly surroundings: DependencyHealth;
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

export interface Handling {
  readonly service: string;
  readonly message: Envelope;
  readonly by: HandledContract;
  readonly limitMs: number;
  readonly queue: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** The span that sent it to its queue again, if one did: a failed attempt, or an operator. */
  readonly leftBy?: string | undefined;
}

/** Runs work around a handler in the message's own span; `handle` calls the handler. */
export function inHandlerSpan<T>({ service, message, by: { contract, invoke }, limitMs, queue, attempt, leftBy }: Handling, work: (span: Span, handle: () => Promise<unknown>) => Promise<T>): Promise<T> {
  const { id: messageId, type: messageType, tenantId, withdrawalId, dialect, traceparent: parent } = message;
  const attributes = {
    'messaging.system': 'rabbitmq', 'messaging.operation.type': 'process', 'messaging.operation.name': 'process', 'messaging.message.id': messageId,
    'messaging.destination.name': queue, 'sluice.message.type': messageType, 'sluice.message.attempt': attempt,
  };
  const handle = (): Promise<unknown> => {
    const stop = handlingSeconds.startTimer({ service, type: contract.type });
    return inTime(limitMs, messageType, invoke(message)).finally(() => stop());
  };
  const run = (): Promise<T> => inSpan(`process ${messageType}`, { attributes, parent, kind: SpanKind.CONSUMER, links: [leftBy] }, (span) => work(span, handle));
  return withLogFields({ tenantId, withdrawalId, dialect, messageId, messageType }, run);
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
      if (queue !== this.options.names.isolationQueue && pastOf(message).returns >= RETURNS_BEFORE_ISOLATION) {
        await this.sendOn(message, '', this.options.names.isolationQueue, { ...keptHeaders(message), 'x-sluice-queue': queue }, isHeld);
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
    let read: ReturnType<typeof readMessage>;
    try {
      read = readMessage(message, this.options.handled);
    } catch (error) {
      return this.failed(message, queue, error, isHeld);
    }
    const { service, handlerTimeoutMs: limitMs, trail } = this.options;
    const { failures, leftBy } = pastOf(message);
    return inHandlerSpan({ service, ...read, limitMs, queue, attempt: failures + 1, leftBy }, async (span, handle) => {
      const result = await onTrail(trail, handle).then(() => null, (error: unknown) => ({ error }));
      const outcome = result === null ? 'done' : await this.failed(message, queue, result.error, isHeld);
      span.setAttribute('sluice.message.outcome', outcome);
      if (result !== null && outcome !== 'waits') markFailed(span, result.error);
      this.leaveTrace(message, read.message, outcome, result === null ? undefined : causeOf(result.error));
      return outcome;
    });
  }

  private async failed(message: ConsumeMessage, queue: string, error: unknown, isHeld: () => boolean): Promise<Ending> {
    const { surroundings } = this.options;
    const away = surroundings.isToBlameFor(error);
    if (away) surroundings.suspect();
    if (await this.isUnwanted(message, queue, error)) return 'unwanted';
    return this.afterFailure(message, queue, error, away || !surroundings.usable, isHeld);
  }

  /** An event that was on its way when the last instance that wanted its kind had gone, and the binding with it. */
  private async isUnwanted({ properties }: ConsumeMessage, queue: string, error: unknown): Promise<boolean> {
    const { names, handled, bindings } = this.options;
    const type = String(properties.type);
    if (!(error instanceof NotKnownYet) || queue !== names.queue('events') || handled.has(type)) return false;
    return bindings.isRemoved(type).catch(() => false);
  }

  private leaveTrace(message: ConsumeMessage, envelope: Envelope, outcome: Ending, detail?: string): void {
    if (envelope.withdrawalId === undefined) return;
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
