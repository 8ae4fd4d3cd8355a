import { Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { listSubscriptions, subscribe, testSubscription, unsubscribe } from '@sluice/contract-webhooks';
import { wealthkernelEvents } from '@sluice/dialect-words';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { acceptedReply, emptyReply, jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Operation } from '../../openapi/operation.js';
import { Services } from '../../services/services.js';
import { WealthKernelController } from './dialect-route.js';
import { expectId, idOf } from './ids.js';
import { Pages, pageSchema } from './pages.js';
import { subscriptionBody, subscriptionListShape, subscriptionSchema, subscriptionShape } from './webhook.schema.js';

const DIALECT = 'wealthkernel';
const PREFIX = 'whsub-';

/** Where a client hears of what happens to its withdrawals; signed by the client's secrets, and silent while it has none. */
@WealthKernelController('webhooks/subscriptions')
export class WebhookRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce, private readonly pages: Pages) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({ summary: 'Subscribe to events', body: { schema: subscriptionSchema }, answer: { status: 201, body: subscriptionShape }, asks: [subscribe] })
  subscribe(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const { url, eventTypes } = readShape(subscriptionSchema, call.exactJson() ?? {});
      const made = await this.services.ask(subscribe, { id: idOf(PREFIX, uuid), dialect: DIALECT, url, events: [...(eventTypes ?? wealthkernelEvents)] }, call);
      // Every subscription begins active: the answer is the same whenever it has to be given again.
      return jsonReply(201, subscriptionBody({ ...made, active: true }));
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({ summary: 'List subscriptions, oldest first', query: pageSchema, answer: { status: 200, body: subscriptionListShape, headers: ['pagination-last'] }, asks: [listSubscriptions] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const page = await this.pages.query(pageSchema, call);
    const { subscriptions } = await this.services.ask(listSubscriptions, { dialect: DIALECT }, call);
    const shown = this.pages.cut(subscriptions, page);
    return this.pages.reply(call, shown.map(subscriptionBody), shown.at(-1)?.id);
  }

  @Delete(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'End a subscription', answer: { status: 204 }, asks: [unsubscribe] })
  async unsubscribe(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    await this.services.ask(unsubscribe, { id: expectId(PREFIX, id), dialect: DIALECT }, call);
    return emptyReply;
  }

  @Post(':id/test')
  @HttpCode(202)
  @Needs('wealthkernel')
  @Operation({ summary: 'Send a subscription a test', answer: { status: 202 }, asks: [testSubscription] })
  test(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async () => {
      await this.services.ask(testSubscription, { id: expectId(PREFIX, id), dialect: DIALECT }, call);
      return acceptedReply;
    });
  }
}
