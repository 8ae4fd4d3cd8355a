import { Get, HttpCode, Post } from '@nestjs/common';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import type { Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { deliveries, redelivered } from './event-log.js';
import { OpsController } from './ops-controller.js';
import { PathId } from './path-id.js';
import { WithdrawalIds } from './withdrawal-ids.js';

/** What was told to whom. */
@OpsController('webhooks/deliveries')
export class WebhookRoutes {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds) {}

  @Get()
  @Needs('ops:read')
  list(@Incoming() call: Call): Promise<Reply> {
    return deliveries(this.services, this.ids, call);
  }

  @Post(':id/redeliver')
  @HttpCode(200)
  @Needs('ops:write')
  redeliver(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return redelivered(this.services, call, id);
  }
}
