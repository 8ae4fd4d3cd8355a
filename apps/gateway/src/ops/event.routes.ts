import { Get, HttpCode, Post } from '@nestjs/common';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import type { Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { eventLog, replayed, replays } from './event-log.js';
import { OpsController } from './ops-controller.js';
import { WithdrawalIds } from './withdrawal-ids.js';

/** The event log, for those who do not want to depend on webhooks, and what of it is sent again to those who do. */
@OpsController('events')
export class EventRoutes {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds) {}

  @Get()
  @Needs('ops:read')
  list(@Incoming() call: Call): Promise<Reply> {
    return eventLog(this.services, this.ids, call);
  }

  @Get('replay')
  @Needs('ops:read')
  replays(@Incoming() call: Call): Promise<Reply> {
    return replays(this.services, call);
  }

  @Post('replay')
  @HttpCode(200)
  @Needs('ops:write')
  replay(@Incoming() call: Call): Promise<Reply> {
    return replayed(this.services, call);
  }
}
