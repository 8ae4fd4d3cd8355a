import { createHmac } from 'node:crypto';
import { Delete, Get, Param, Post } from '@nestjs/common';
import { listSubscriptions, subscribe, unsubscribe } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { emptyReply, jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Operation } from '../../openapi/operation.js';
import { SigningKey } from '../../ports/signing-key.js';
import { Services } from '../../services/services.js';
import { subscribedShape, subscriptionListShape } from './answer.schema.js';
import { BultraController, expectId } from './dialect-route.js';
import { listBody, subscribedBody, subscriptionBody } from './mapping.js';
import { pageOf } from './page.js';
import { pageSchema, subscriptionSchema } from './schema.js';

const DIALECT = 'bultra';

/** Too many subscriptions are no limit of amounts, which is what Bultra says of other limits. */
function refuse(error: unknown): never {
  if (error instanceof DomainError && error.code === 'limit_exceeded') throw new DomainError('invalid_request', error.message);
  throw error;
}

/** Where a client hears of what happens to its withdrawals. */
@BultraController('subscriptions')
export class SubscriptionRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce, private readonly key: SigningKey) {}

  @Post()
  @Needs('subscriptions:write')
  @Operation({ summary: 'Subscribe to events', body: { schema: subscriptionSchema }, answer: { status: 201, body: subscribedShape }, asks: [subscribe] })
  subscribe(@Incoming() call: Call): Promise<Reply> {
    return this.once.answer(call, async ({ uuid, digits }) => {
      const { url, events, secret: given } = readShape(subscriptionSchema, call.json() ?? {});
      const made = given === undefined ? await this.secretOf(uuid) : undefined;
      const added = await this.services.ask(subscribe, { id: `sub_${digits}`, dialect: DIALECT, url, events, secret: given ?? made ?? '' }, call).catch(refuse);
      return jsonReply(201, subscribedBody(added, made));
    });
  }

  @Get()
  @Needs('subscriptions:read')
  @Operation({ summary: 'List subscriptions, newest first', query: pageSchema, answer: { status: 200, body: subscriptionListShape }, asks: [listSubscriptions] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const page = readShape(pageSchema, call.query);
    const { subscriptions } = await this.services.ask(listSubscriptions, { dialect: DIALECT }, call);
    const { shown, hasMore } = pageOf([...subscriptions].reverse(), page);
    return jsonReply(200, listBody(shown.map(subscriptionBody), hasMore));
  }

  @Delete(':id')
  @Needs('subscriptions:write')
  @Operation({ summary: 'End a subscription', answer: { status: 204 }, asks: [unsubscribe] })
  async unsubscribe(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    await this.services.ask(unsubscribe, { id: expectId('sub_', id), dialect: DIALECT }, call);
    return emptyReply;
  }

  /** A secret that nobody can guess, and that is the same when the request has to be carried out again. */
  private async secretOf(requestId: string): Promise<string> {
    return createHmac('sha256', await this.key.bytes()).update(`subscription ${requestId}`).digest('base64url');
  }
}
