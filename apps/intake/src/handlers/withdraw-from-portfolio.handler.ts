import { Controller } from '@nestjs/common';
import { withdrawFromPortfolio, type PortfolioWithdrawalView } from '@sluice/contract-intake';
import type { AskOf } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { currentTraceId } from '@sluice/telemetry';
import { Admission } from '../admission.js';
import { mine, Withdrawals } from '../adapters/withdrawals.store.js';
import { begin } from '../withdrawal/advance.js';
import { portfolioViewOf } from '../withdrawal/portfolio-view.js';
import type { WithdrawalDetails } from '../withdrawal/withdrawal-details.js';

@Controller()
export class WithdrawFromPortfolioHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly admission: Admission,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(withdrawFromPortfolio)
  handle(ask: Ask<typeof withdrawFromPortfolio>): Promise<PortfolioWithdrawalView> {
    return this.admission.inTurn(ask.tenantId, ask.body.id, () => this.withdraw(ask));
  }

  private async withdraw(ask: Ask<typeof withdrawFromPortfolio>): Promise<PortfolioWithdrawalView> {
    const { tenantId, body: { id, dialectId } } = ask;
    const now = await this.settings.now(tenantId);
    const stored = await this.withdrawals.change(id, { ...ask, withdrawalId: id }, (current) =>
      current ? null : begin({ kind: 'portfolio', tenantId, dialectId, details: detailsOf(ask.body, now), traceId: currentTraceId() }, now));
    return portfolioViewOf(mine(stored, tenantId));
  }
}

/** Nothing is known yet of what will be paid: that is found when the portfolio admits it. */
const detailsOf = (order: AskOf<typeof withdrawFromPortfolio>, now: Date): WithdrawalDetails => ({
  withdrawalId: order.id, dialect: order.dialect, accountId: `${order.portfolioId}:${order.currency}`, customerId: order.partyId, destinationId: order.bankAccountId,
  amount: Money.zero(order.currency).toJson(), fee: Money.zero(order.currency).toJson(), reference: order.reference,
  portfolio: {
    portfolioId: order.portfolioId, type: order.type, consideration: order.consideration, closePortfolio: order.closePortfolio, currency: order.currency, cash: [], sales: [],
  },
  createdAt: now.toISOString(), holdNumber: 1, sourceLegs: [], payoutLegs: [],
});
