import { Controller } from '@nestjs/common';
import { getPortfolioWithdrawal, type PortfolioWithdrawalView } from '@sluice/contract-intake';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { portfolioViewOf } from '../withdrawal/portfolio-view.js';

@Controller()
export class GetPortfolioWithdrawalHandler {
  constructor(private readonly withdrawals: Withdrawals) {}

  @OnRequest(getPortfolioWithdrawal)
  async handle({ tenantId, body }: Ask<typeof getPortfolioWithdrawal>): Promise<PortfolioWithdrawalView> {
    return portfolioViewOf(await this.withdrawals.ofPortfolio(body.dialectId, tenantId));
  }
}
