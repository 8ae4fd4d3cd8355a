import { Get } from '@nestjs/common';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import type { Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { eventLog } from './event-log.js';
import { OpsController } from './ops-controller.js';
import { WithdrawalIds } from './withdrawal-ids.js';

/** The event log, for those who do not want to depend on webhooks. */
@OpsController('events')
export class EventRoutes {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds) {}

  @Get()
  @Needs('ops:read')
  list(@Incoming() call: Call): Promise<Reply> {
    return eventLog(this.services, this.ids, call);
  }
}
