import { Get } from '@nestjs/common';
import { getFeePortfolio } from '@sluice/contract-liquidity';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { OpsController } from './ops-controller.js';

/** What each dialect's withdrawals are charged, and where it goes (docs/decisions/0115). */
@OpsController('fee-schedules')
export class FeeScheduleRoutes {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { id: creditedTo } = await this.services.ask(getFeePortfolio, {}, call);
    const free = { charge: 'none', withdrawals: null, creditedTo: null };
    const data = [
      { id: 'braid', dialect: 'braid', ...free },
      { id: 'bultra', dialect: 'bultra', ...free },
      { id: 'wealthkernel', dialect: 'wealthkernel', charge: 'accrued', withdrawals: 'Full', creditedTo },
    ];
    return jsonReply(200, { data, nextCursor: null });
  }
}
