import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { envelopeSchema, type ReplyOf, type RequestContract } from '@sluice/contract-kit';
import { DomainError, newId } from '@sluice/kernel';
import { currentLogFields, currentTraceparent, inSpan, withLogFields } from '@sluice/telemetry';
import { SpanKind } from '@opentelemetry/api';
import type { z } from 'zod';
import { RequestFailed, RequestTimedOut, ServiceAway } from './errors.js';
import { MessagingOptions } from './messaging.options.js';
import { requestSeconds } from './metrics.js';
import { Participants } from './participants.js';
import type { ReplyMessage } from './reply.js';
import { RequestChannel } from './request.channel.js';

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

/** Asks other services and waits for their replies. */
@Injectable()
export class Requests {
  private readonly participants = new Participants();

  constructor(private readonly options: MessagingOptions, private readonly channel: RequestChannel) {}

  /**
   * A question that gets lost, on the way or with the connection, is asked again under the same id until its time is up.
   * A service that replies to nobody, or has too many requests waiting, is not asked: that fails at once.
   * @throws DomainError when refused; ServiceAway; RequestTimedOut; RequestFailed; ZodError when the ask or the reply breaks the contract.
   */
  request<C extends RequestContract>(contract: C, ask: z.input<C['ask']>, context: RequestContext): Promise<ReplyOf<C>> {
    const attributes = {
      'messaging.system': 'rabbitmq', 'messaging.operation.type': 'send', 'messaging.operation.name': 'request', 'messaging.rabbitmq.destination.routing_key': contract.type, 'sluice.message.type': contract.type,
    };
    const fields = { tenantId: context.tenantId, withdrawalId: context.withdrawalId ?? currentLogFields().withdrawalId };
    return withLogFields(fields, () => inSpan(`request ${contract.type}`, { attributes, kind: SpanKind.CLIENT }, () => this.timed(contract, ask, { ...context, ...fields })));
  }

  private async timed<C extends RequestContract>(contract: C, ask: z.input<C['ask']>, context: RequestContext): Promise<ReplyOf<C>> {
    const stop = requestSeconds.startTimer({ service: this.options.service, type: contract.type });
    try {
      const participant = this.participants.of(contract.service);
      const answer = await participant.during(contract.type, context.tenantId, () => this.ask(contract, ask, context));
      participant.replied();
      const reply = readReply(contract, answer);
      stop({ outcome: 'replied' });
      return reply;
    } catch (error) {
      stop({ outcome: error instanceof DomainError ? 'refused' : error instanceof RequestTimedOut ? 'late' : 'failed' });
      throw error;
    }
  }

  private async ask(contract: RequestContract, ask: unknown, context: RequestContext): Promise<ReplyMessage> {
    const deadline = Date.now() + (context.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const { id, content } = questionOf(contract, ask, context);
    for (let left = deadline - Date.now(); left > 0; left = deadline - Date.now()) {
      const reply = await this.channel.ask({ id, type: contract.type, tenantId: context.tenantId, content, timeoutMs: left });
      if (reply !== 'lost') return reply;
      await pause(Math.min(PAUSE_MS, left));
    }
    throw new RequestTimedOut(`No reply to ${contract.type} in time.`);
  }
}

function questionOf(contract: RequestContract, ask: unknown, context: RequestContext): { id: string; content: string } {
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
    body: contract.ask.parse(ask),
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
