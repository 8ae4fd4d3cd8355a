import { Controller } from '@nestjs/common';
import { getFeePortfolio } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { FeePortfolios } from '../portfolio/fee-portfolio.js';
import { viewOfPortfolio } from '../portfolio/portfolio.js';

@Controller()
export class GetFeePortfolioHandler {
  constructor(private readonly feePortfolios: FeePortfolios) {}

  @OnRequest(getFeePortfolio)
  async handle(ask: Ask<typeof getFeePortfolio>): Promise<ReplyOf<typeof getFeePortfolio>> {
    return viewOfPortfolio(await this.feePortfolios.of(ask));
  }
}
