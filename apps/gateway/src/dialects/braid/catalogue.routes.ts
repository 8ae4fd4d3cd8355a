import { Get, Post } from '@nestjs/common';
import { estimateTimes, listYieldSources } from '@sluice/contract-liquidity';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { Services } from '../../services/services.js';
import { Operation } from '../../openapi/operation.js';
import { estimatesShape, yieldSourcesShape } from './answer.schema.js';
import { BraidController } from './dialect-route.js';
import { estimateOrderShape } from './order.schema.js';
import { readEstimate } from './schema.js';
import { estimatesBody, yieldSourceBody } from './wallet-mapping.js';
import { BraidWallets } from './wallets.js';

/** What can be known without a wallet. */
@BraidController()
export class CatalogueRoutes {
  constructor(private readonly wallets: BraidWallets, private readonly services: Services) {}

  @Get('yield-sources')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Where yield comes from', answer: { status: 200, body: yieldSourcesShape }, asks: [listYieldSources] })
  async yieldSources(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, { yieldSources: (await this.wallets.sources(call)).map(yieldSourceBody) });
  }

  @Post('withdrawal-time-estimates')
  @Needs('portfolio-wallets')
  @Operation({ summary: 'How long a withdrawal would take', body: { schema: estimateOrderShape }, answer: { status: 200, body: estimatesShape }, asks: [estimateTimes] })
  async estimate(@Incoming() call: Call): Promise<Reply> {
    const order = readEstimate(call.json());
    return jsonReply(200, estimatesBody(order, await this.services.ask(estimateTimes, order, call)));
  }
}
