import { Controller } from '@nestjs/common';
import { cancelPortfolioWithdrawal, getPortfolioWithdrawal, listPortfolioWithdrawals, withdrawFromPortfolio, type PortfolioWithdrawalView } from '@sluice/contract-intake';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError, Money } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { rowsAfter, sortBy, TenantSettings, unknownPageEnd, type StoredFilter } from '@sluice/persistence';
import { currentTraceId } from '@sluice/telemetry';
import { Admission } from '../engine/admission.js';
import { arrive, begin } from '../engine/advance.js';
import { RunningTables } from '../engine/running-tables.repository.js';
import type { WithdrawalDetails } from '../engine/withdrawal-details.js';
import { mustTake, wrongStatus } from '../engine/withdrawal.process.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { portfolioViewOf } from './portfolio-withdrawal.view.js';

type Query = RequestOf<typeof listPortfolioWithdrawals>;

/** Withdrawals from investment portfolios: acknowledged at once, cancelled, read. */
@Controller()
export class PortfolioWithdrawalsController {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly admission: Admission,
    private readonly settings: TenantSettings,
    private readonly tables: RunningTables,
  ) {}

  @OnRequest(withdrawFromPortfolio)
  withdraw(request: RequestMessage<typeof withdrawFromPortfolio>): Promise<PortfolioWithdrawalView> {
    return this.admission.inTurn(request.tenantId, request.body.id, async () => {
      const { tenantId, body: { id, dialectId } } = request;
      const now = await this.settings.now(tenantId);
      const stored = await this.withdrawals.change(id, { ...request, withdrawalId: id }, (current) =>
        current ? null : begin({ kind: 'portfolio', tenantId, dialectId, details: detailsOf(request.body, now), traceId: currentTraceId(), sagaVersion: this.tables.newest('portfolio') }, now));
      return portfolioViewOf(this.withdrawals.owned(stored, id, tenantId));
    });
  }

  /** Undoing may take days at the custodian, so the reply does not wait for its end. */
  @OnRequest(cancelPortfolioWithdrawal)
  async cancel(request: RequestMessage<typeof cancelPortfolioWithdrawal>): Promise<PortfolioWithdrawalView> {
    const { tenantId, body: { dialectId, orderId } } = request;
    const { id } = await this.withdrawals.ofPortfolio(dialectId, tenantId);
    const now = await this.settings.now(tenantId);
    const stored = await this.withdrawals.change(id, { ...request, withdrawalId: id }, (current) => {
      if (!current || current.state.details.cancellationId === orderId) return null;
      mustTake(current, 'client.cancel');
      const change = arrive(current, { id: orderId, type: 'client.cancel', body: { cancellationId: orderId } }, now);
      if (typeof change === 'string') throw wrongStatus();
      return change;
    });
    return portfolioViewOf(this.withdrawals.owned(stored, id, tenantId));
  }

  @OnRequest(getPortfolioWithdrawal)
  async get({ tenantId, body }: RequestMessage<typeof getPortfolioWithdrawal>): Promise<PortfolioWithdrawalView> {
    return portfolioViewOf(await this.withdrawals.ofPortfolio(body.dialectId, tenantId));
  }

  @OnRequest(listPortfolioWithdrawals)
  async list({ tenantId, body }: RequestMessage<typeof listPortfolioWithdrawals>): Promise<ReplyOf<typeof listPortfolioWithdrawals>> {
    const filter: StoredFilter = { tenantId, kind: 'portfolio', ...narrowed(body), ...(await this.newer(tenantId, body)) };
    const { found, hasMore } = await this.withdrawals.pageWhere(filter, { sort: sortBy('createdAt', 'oldest'), limit: body.limit });
    return { withdrawals: found.map(portfolioViewOf), hasMore };
  }

  /** What comes after the last one seen: newer, or as new with a greater id. */
  private async newer(tenantId: string, { after }: Query): Promise<StoredFilter> {
    if (after === undefined) return {};
    const last = await this.withdrawals.ofPortfolio(after, tenantId).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      throw unknownPageEnd('withdrawal');
    });
    return rowsAfter('createdAt', 'oldest', { at: last.state.createdAt, id: last.id });
  }
}

/** Nothing is known yet of the payment: it is found when the portfolio admits the withdrawal. */
const detailsOf = (order: RequestOf<typeof withdrawFromPortfolio>, now: Date): WithdrawalDetails => ({
  withdrawalId: order.id, dialect: order.dialect, accountId: `${order.portfolioId}:${order.currency}`, customerId: order.partyId, destinationId: order.bankAccountId,
  amount: Money.zero(order.currency).toJson(), fee: Money.zero(order.currency).toJson(), reference: order.reference,
  portfolio: {
    portfolioId: order.portfolioId, type: order.type, consideration: order.consideration, closePortfolio: order.closePortfolio, currency: order.currency, cash: [], sales: [],
  },
  createdAt: now.toISOString(), holdNumber: 1, sourceLegs: [], payoutLegs: [],
});

const narrowed = ({ portfolioId, reference, phases, type }: Query): StoredFilter => ({
  ...(portfolioId === undefined ? {} : { 'details.portfolio.portfolioId': portfolioId }),
  ...(reference === undefined ? {} : { 'details.reference': reference }),
  ...(phases === undefined ? {} : { phase: { $in: phases } }),
  ...(type === undefined ? {} : { 'details.portfolio.type': type }),
});
