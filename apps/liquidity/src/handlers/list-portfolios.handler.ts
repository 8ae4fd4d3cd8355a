import { Controller } from '@nestjs/common';
import { listPortfolios } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Portfolios } from '../adapters/portfolios.store.js';
import { viewOfPortfolio } from '../portfolio/portfolio.js';

@Controller()
export class ListPortfoliosHandler {
  constructor(private readonly portfolios: Portfolios) {}

  @OnRequest(listPortfolios)
  async handle({ tenantId, body: { partyId, ...page } }: Ask<typeof listPortfolios>): Promise<ReplyOf<typeof listPortfolios>> {
    const { found, hasMore } = await this.portfolios.page(tenantId, partyId === undefined ? {} : { partyId }, page);
    return { portfolios: found.map(viewOfPortfolio), hasMore };
  }
}
