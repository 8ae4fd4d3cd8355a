import { Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { addSecret, dropSecret, listSecrets, listSubscriptions, subscribe, testSubscription, unsubscribe } from '@sluice/contract-webhooks';
import { wealthkernelEvents } from '@sluice/dialect-words';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { acceptedReply, emptyReply, jsonReply, type Reply } from '../../../http/reply.js';
import { readShape } from '../../../http/validation.js';
import { AnswerOnce } from '../../../idempotency/answer-once.js';
import { Operation } from '../../../openapi/operation.js';
import { Subscriptions } from '../../../webhooks/subscriptions.js';
import { expectId, idOf } from '../ids.js';
import { secretBody, subscriptionBody } from '../mapping.js';
import { madeSecretShape, secretListShape, subscriptionListShape, subscriptionShape } from '../schema/answers.js';
import { pageSchema, subscriptionSchema } from '../schema/requests.js';
import { Pages, WealthKernelController } from './route.js';

const DIALECT = 'wealthkernel';

/** Where a client is sent the events of its withdrawals; signed by the client's secrets, and nothing is sent while it has none. */
@WealthKernelController('webhooks/subscriptions')
export class WebhookRoutes {
  constructor(private readonly subscriptions: Subscriptions, private readonly once: AnswerOnce, private readonly pages: Pages) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({ summary: 'Subscribe to events', body: { schema: subscriptionSchema }, answer: { status: 201, body: subscriptionShape }, requests: [subscribe] })
  subscribe(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const { url, eventTypes } = readShape(subscriptionSchema, call.exactJson() ?? {});
      const made = await this.subscriptions.subscribe(call, { id: idOf('whsub-', uuid), dialect: DIALECT, url, events: [...(eventTypes ?? wealthkernelEvents)] });
      // Every subscription begins active: the answer is the same whenever it has to be given again.
      return jsonReply(201, subscriptionBody({ ...made, active: true }));
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({ summary: 'List subscriptions, oldest first', query: pageSchema, answer: { status: 200, body: subscriptionListShape, headers: ['pagination-last'] }, requests: [listSubscriptions] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const page = this.pages.query(pageSchema, call);
    const shown = this.pages.cut(await this.subscriptions.list(call, DIALECT), page);
    return this.pages.reply(call, shown.map(subscriptionBody), shown.at(-1)?.id);
  }

  @Delete(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'End a subscription', answer: { status: 204 }, requests: [unsubscribe] })
  async unsubscribe(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    await this.subscriptions.unsubscribe(call, DIALECT, expectId('whsub-', id));
    return emptyReply;
  }

  @Post(':id/test')
  @HttpCode(202)
  @Needs('wealthkernel')
  @Operation({ summary: 'Send a subscription a test', answer: { status: 202 }, requests: [testSubscription] })
  test(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async () => {
      await this.subscriptions.test(call, DIALECT, expectId('whsub-', id));
      return acceptedReply;
    });
  }
}

/** What signs everything that a client's subscriptions are sent: one secret, or two while it changes over. */
@WealthKernelController('webhooks/secrets')
export class WebhookSecretRoutes {
  constructor(private readonly subscriptions: Subscriptions, private readonly once: AnswerOnce, private readonly pages: Pages) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({ summary: 'Make a secret, shown this once', answer: { status: 201, body: madeSecretShape }, requests: [addSecret] })
  make(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const secret = this.subscriptions.secretFor('webhook secret', uuid, 'base64');
      const { id, ...times } = secretBody(await this.subscriptions.addSecret(call, { id: idOf('whsec-', uuid), dialect: DIALECT, secret }));
      return jsonReply(201, { id, secret, ...times });
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({ summary: 'List the active secrets, oldest first', query: pageSchema, answer: { status: 200, body: secretListShape, headers: ['pagination-last'] }, requests: [listSecrets] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const page = this.pages.query(pageSchema, call);
    const shown = this.pages.cut(await this.subscriptions.listSecrets(call, DIALECT), page);
    return this.pages.reply(call, shown.map(secretBody), shown.at(-1)?.id);
  }

  @Delete(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Withdraw a secret', answer: { status: 204 }, requests: [dropSecret] })
  async drop(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    await this.subscriptions.dropSecret(call, DIALECT, expectId('whsec-', id));
    return emptyReply;
  }
}
