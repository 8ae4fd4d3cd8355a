import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { reconcileOrders } from '@sluice/contract-liquidity';
import { OnRequest, type Ask } from '@sluice/messaging';
import { PortfolioWithdrawals } from '../adapters/portfolio-withdrawals.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import { compareOrders } from '../checking/compare-orders.js';
import { CustodianBooks } from '../ports/custodian-books.js';

@Controller()
export class ReconcileOrdersHandler {
  constructor(
    private readonly withdrawals: PortfolioWithdrawals,
    private readonly portfolios: Portfolios,
    private readonly books: CustodianBooks,
  ) {}

  @OnRequest(reconcileOrders)
  async handle({ tenantId }: Ask<typeof reconcileOrders>): Promise<ReplyOf<typeof reconcileOrders>> {
    const raised = await this.withdrawals.findWhere({ tenantId, raised: { $ne: null } });
    const sold = raised.flatMap(({ state }) => state.raised?.sales ?? []);
    const open = (await this.portfolios.findWhere({ tenantId })).flatMap(({ state }) => [...state.places, ...state.settling].flatMap(({ raising }) => (raising?.orders ?? []).map(({ orderId }) => orderId)));
    return { breaks: compareOrders(sold, new Set(open), await this.books.read(tenantId)) };
  }
}
