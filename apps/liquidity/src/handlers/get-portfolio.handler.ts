import { Controller } from '@nestjs/common';
import { getPortfolio } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Portfolios } from '../adapters/portfolios.store.js';
import { viewOfPortfolio } from '../portfolio/portfolio.js';

@Controller()
export class GetPortfolioHandler {
  constructor(private readonly portfolios: Portfolios) {}

  @OnRequest(getPortfolio)
  async handle({ tenantId, body }: Ask<typeof getPortfolio>): Promise<ReplyOf<typeof getPortfolio>> {
    return viewOfPortfolio(await this.portfolios.required(tenantId, body.id));
  }
}
