import { Controller } from '@nestjs/common';
import { cancelPortfolioWithdrawal, type PortfolioWithdrawalView } from '@sluice/contract-intake';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { mine, Withdrawals } from '../adapters/withdrawals.store.js';
import { Orders, wrongStatus } from '../orders.js';
import { arrive } from '../withdrawal/advance.js';
import { portfolioViewOf } from '../withdrawal/portfolio-view.js';

@Controller()
export class CancelPortfolioWithdrawalHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly orders: Orders,
    private readonly settings: TenantSettings,
  ) {}

  /** Undoing may take days at the custodian, so nobody is made to wait for its end. */
  @OnRequest(cancelPortfolioWithdrawal)
  async handle(ask: Ask<typeof cancelPortfolioWithdrawal>): Promise<PortfolioWithdrawalView> {
    const { tenantId, body: { dialectId, orderId } } = ask;
    const { id } = await this.withdrawals.ofPortfolio(dialectId, tenantId);
    const now = await this.settings.now(tenantId);
    const stored = await this.withdrawals.change(id, { ...ask, withdrawalId: id }, (current) => {
      if (!current || current.state.details.cancellationId === orderId) return null;
      this.orders.mustTake(current, 'client.cancel');
      const change = arrive(current, { id: orderId, type: 'client.cancel', body: { cancellationId: orderId } }, now);
      if (typeof change === 'string') throw wrongStatus();
      return change;
    });
    return portfolioViewOf(mine(stored, tenantId));
  }
}
