import { Get, HttpCode, Post } from '@nestjs/common';
import { dialectSchema } from '@sluice/contract-kit';
import { enableSubscription, listSubscriptions, type SubscriptionView } from '@sluice/contract-webhooks';
import { z } from 'zod';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { referralSchema } from './case.schema.js';
import { OpsController } from './ops-controller.js';
import { cutReply } from './page-reply.js';
import { PathId } from './path-id.js';

const bodyOf = (subscription: SubscriptionView) => ({ ...subscription, disabledAt: subscription.disabledAt ?? null });

const placeOf = ({ id, createdAt, disabledAt }: ReturnType<typeof bodyOf>): string => `${disabledAt ?? createdAt} ${id}`;

const querySchema = z.object({ active: z.enum(['true', 'false']).optional() });

/** Who is told, in every dialect; with `active=false` the endpoints that were disabled because nothing but failures came of them, the latest first. */
@OpsController('webhooks/subscriptions')
export class SubscriptionRoutes {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { active } = readShape(querySchema, call.query);
    const answers = await Promise.all(dialectSchema.options.map((dialect) => this.services.ask(listSubscriptions, { dialect }, call)));
    const found = answers.flatMap(({ subscriptions }) => subscriptions).filter((one) => active === undefined || String(one.active) === active);
    return cutReply(call, found.map(bodyOf), { placeOf, isDescending: true });
  }

  /** Why is in the audit log. What the endpoint missed is not sent by this, but by a replay. */
  @Post(':id/enable')
  @HttpCode(200)
  @Needs('ops:write')
  async enable(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    readShape(referralSchema, call.json() ?? {});
    return jsonReply(200, bodyOf(await this.services.ask(enableSubscription, { id }, call)));
  }
}
