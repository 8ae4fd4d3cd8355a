import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope, ReplyOf } from '@sluice/contract-kit';
import { raiseCash, reconcileOrders, stopRaising } from '@sluice/contract-liquidity';
import { OnMessage, OnRequest, type RequestMessage } from '@sluice/messaging';
import { withdrawalOf } from '../commands/command.js';
import { PortfolioWithdrawals } from '../portfolio-withdrawals/portfolio-withdrawals.repository.js';
import { Portfolios } from '../portfolios/portfolios.repository.js';
import { CustodianBooks } from '../providers/custodian-books.http.js';
import { CashRaisingProcess } from './cash-raising.process.js';
import { compareOrders } from './sales-reconciliation.js';

@Controller()
export class CashRaisingController {
  constructor(
    private readonly raising: CashRaisingProcess,
    private readonly withdrawals: PortfolioWithdrawals,
    private readonly portfolios: Portfolios,
    private readonly books: CustodianBooks,
  ) {}

  @OnMessage(raiseCash)
  async raise(message: Envelope<BodyOf<typeof raiseCash>>): Promise<void> {
    await this.raising.raise(withdrawalOf(message), message.body.portfolioId, message);
  }

  @OnMessage(stopRaising)
  async stop(message: Envelope<BodyOf<typeof stopRaising>>): Promise<void> {
    await this.raising.stop(withdrawalOf(message), message.body.portfolioId, message);
  }

  /** Our sales against the custodian's whole journal. */
  @OnRequest(reconcileOrders)
  async reconcile({ tenantId }: RequestMessage<typeof reconcileOrders>): Promise<ReplyOf<typeof reconcileOrders>> {
    const raised = await this.withdrawals.findWhere({ tenantId, raised: { $ne: null } });
    const sold = raised.flatMap(({ state }) => state.raised?.sales ?? []);
    const open = (await this.portfolios.findWhere({ tenantId })).flatMap(({ state }) => [...state.activeSlots, ...state.settling].flatMap(({ raising }) => (raising?.orders ?? []).map(({ orderId }) => orderId)));
    return { breaks: compareOrders(sold, new Set(open), await this.books.read(tenantId)) };
  }
}
