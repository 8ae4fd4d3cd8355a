import { Controller } from '@nestjs/common';
import { setPortfolioStatus } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Portfolios } from '../adapters/portfolios.store.js';
import { viewOfPortfolio } from '../portfolio/portfolio.js';

@Controller()
export class SetPortfolioStatusHandler {
  constructor(private readonly portfolios: Portfolios) {}

  /** Withdrawals that were admitted before go on: a status holds up new ones only. */
  @OnRequest(setPortfolioStatus)
  async handle(ask: Ask<typeof setPortfolioStatus>): Promise<ReplyOf<typeof setPortfolioStatus>> {
    const { tenantId, body: { id, status } } = ask;
    await this.portfolios.required(tenantId, id);
    await this.portfolios.change(id, ask, (current) => (current && current.state.status !== status ? { state: { ...current.state, status } } : null));
    return viewOfPortfolio(await this.portfolios.required(tenantId, id));
  }
}
