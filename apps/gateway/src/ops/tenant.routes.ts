import { Get } from '@nestjs/common';
import { getFeePortfolio } from '@sluice/contract-liquidity';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { Clients } from '../ports/clients.js';
import { Services } from '../services/services.js';
import { OpsController } from './ops-controller.js';
import { cutReply } from './page-reply.js';

/** A key belongs to one tenant, so there is one to see. */
@OpsController('tenants')
export class TenantRoutes {
  constructor(private readonly clients: Clients, private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    return cutReply(call, [await this.tenant(call)]);
  }

  @Get('current')
  @Needs('ops:read')
  async current(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, await this.tenant(call));
  }

  /** Asking for the fee portfolio is what opens it the first time. */
  private async tenant(call: Call) {
    const { tenantId } = call;
    const known = await this.clients.tenant(tenantId);
    const { id: feePortfolioId } = await this.services.ask(getFeePortfolio, {}, call);
    return { id: tenantId, name: known?.name ?? tenantId, feePortfolioId };
  }
}
