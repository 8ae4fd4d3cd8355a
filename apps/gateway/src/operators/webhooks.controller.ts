import { Get, HttpCode, Post } from '@nestjs/common';
import { dialectSchema } from '@sluice/contract-kit';
import { deliveryViewSchema, enableSubscription, listDeliveries, listSubscriptions, redeliver, type SubscriptionView } from '@sluice/contract-webhooks';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import { deliveryListShape, deliveryShape, subscriptionListShape, subscriptionShape, type SubscriptionBody } from './answers.js';
import {
  cutQuerySchema, cutReply, OperatorsController, optionalReasonBody, optionalReasonSchema, pageReply, pageShape, PathId, reasonBody, reasonSchema, shortText, withdrawalFilter,
} from './operator-route.js';
import { WithdrawalIds } from './withdrawal.view.js';

const deliveryListSchema = z.object({
  ...pageShape, subscriptionId: shortText.optional(), withdrawalId: withdrawalFilter, status: deliveryViewSchema.shape.status.optional(),
});

/** What was sent to which subscription. */
@OperatorsController('webhooks/deliveries')
export class DeliveriesController {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds) {}

  /** Newest first, with every attempt and its outcome. */
  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List what was sent, newest first, with every attempt', query: deliveryListSchema, answer: { status: 200, body: deliveryListShape }, requests: [listDeliveries] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { cursor: after, withdrawalId: named, ...rest } = readShape(deliveryListSchema, call.query);
    const withdrawalId = await this.ids.forFilter(call.tenantId, named);
    const { deliveries, hasMore } = await this.services.request(listDeliveries, { ...rest, after, withdrawalId }, call);
    return pageReply(deliveries, hasMore);
  }

  /** Sends one event to its subscriber once more. */
  @Post(':id/redeliver')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Send one event to its subscriber again', body: optionalReasonBody, answer: { status: 200, body: deliveryShape }, requests: [redeliver] })
  async redeliver(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    readShape(optionalReasonSchema, call.json() ?? {});
    return jsonReply(200, await this.services.request(redeliver, { id }, call));
  }
}

const subscriptionBody = (subscription: SubscriptionView): SubscriptionBody => ({ ...subscription, disabledAt: subscription.disabledAt ?? null });

const keyOf = ({ id, createdAt, disabledAt }: SubscriptionBody): string => `${disabledAt ?? createdAt} ${id}`;

const subscriptionListSchema = cutQuerySchema.extend({ active: z.enum(['true', 'false']).optional() });

/** The subscriptions of every dialect; with `active=false` those that were disabled because nothing but failures came of them, the latest first. */
@OperatorsController('webhooks/subscriptions')
export class SubscriptionsController {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  @Operation({
    summary: 'List the subscriptions of every dialect', description: 'With `active=false` those that were disabled because nothing but failures came of them, the latest first.',
    query: subscriptionListSchema, answer: { status: 200, body: subscriptionListShape }, requests: [listSubscriptions],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { active } = readShape(subscriptionListSchema.pick({ active: true }), call.query);
    const replies = await Promise.all(dialectSchema.options.map((dialect) => this.services.request(listSubscriptions, { dialect }, call)));
    const found = replies.flatMap(({ subscriptions }) => subscriptions).filter((one) => active === undefined || String(one.active) === active);
    return cutReply(call, found.map(subscriptionBody), { keyOf, isDescending: true });
  }

  /** The reason is in the audit log. What the endpoint missed is not sent by this, but by a replay. */
  @Post(':id/enable')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Enable a subscription that was disabled', body: reasonBody, answer: { status: 200, body: subscriptionShape }, requests: [enableSubscription] })
  async enable(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    readShape(reasonSchema, call.json() ?? {});
    return jsonReply(200, subscriptionBody(await this.services.request(enableSubscription, { id }, call)));
  }
}
