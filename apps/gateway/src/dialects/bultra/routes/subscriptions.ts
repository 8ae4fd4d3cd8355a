import { Delete, Get, Param, Post } from '@nestjs/common';
import { listSubscriptions, subscribe, unsubscribe } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { ClientController } from '../../../access/access.guard.js';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { pageOf } from '../../../http/paging.js';
import { emptyReply, jsonReply, type Reply } from '../../../http/reply.js';
import { readShape } from '../../../http/validation.js';
import { AnswerOnce } from '../../../idempotency/answer-once.js';
import { Operation } from '../../../openapi/operation.js';
import { badField } from '../../../services/services.js';
import { Subscriptions } from '../../../webhooks/subscriptions.js';
import { expectId } from '../ids.js';
import { listBody, subscribedBody, subscriptionBody } from '../mapping.js';
import { subscribedShape, subscriptionListShape } from '../schema/answers.js';
import { pageSchema, subscriptionSchema } from '../schema/requests.js';

const DIALECT = 'bultra';

/** Too many subscriptions: Bultra has `limit_exceeded` for amounts only. */
function refuse(error: unknown): never {
  if (error instanceof DomainError && error.code === 'limit_exceeded') throw new DomainError('invalid_request', error.message);
  throw error;
}

/** Where a client is sent the events of its withdrawals. */
@ClientController('bultra/v1/subscriptions')
export class SubscriptionRoutes {
  constructor(private readonly subscriptions: Subscriptions, private readonly once: AnswerOnce) {}

  @Post()
  @Needs('subscriptions:write')
  @Operation({ summary: 'Subscribe to events', body: { schema: subscriptionSchema }, answer: { status: 201, body: subscribedShape }, requests: [subscribe] })
  subscribe(@Incoming() call: Call): Promise<Reply> {
    return this.once.answer(call, async ({ uuid, digits }) => {
      const { url, events, secret: given } = readShape(subscriptionSchema, call.json() ?? {});
      const made = given === undefined ? this.subscriptions.secretFor('subscription', uuid, 'base64url') : undefined;
      const added = await this.subscriptions.subscribe(call, { id: `sub_${digits}`, dialect: DIALECT, url, events, secret: given ?? made ?? '' }).catch(refuse);
      return jsonReply(201, subscribedBody(added, made));
    });
  }

  @Get()
  @Needs('subscriptions:read')
  @Operation({ summary: 'List subscriptions, newest first', query: pageSchema, answer: { status: 200, body: subscriptionListShape }, requests: [listSubscriptions] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, starting_after: after } = readShape(pageSchema, call.query);
    const page = pageOf((await this.subscriptions.list(call, DIALECT)).toReversed(), { limit, after });
    if (page === null) throw badField('starting_after');
    return jsonReply(200, listBody(page.rows.map(subscriptionBody), page.hasMore));
  }

  @Delete(':id')
  @Needs('subscriptions:write')
  @Operation({ summary: 'End a subscription', answer: { status: 204 }, requests: [unsubscribe] })
  async unsubscribe(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    await this.subscriptions.unsubscribe(call, DIALECT, expectId('sub_', id));
    return emptyReply;
  }
}
