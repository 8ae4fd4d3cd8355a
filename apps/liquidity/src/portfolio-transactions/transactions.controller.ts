import { Controller } from '@nestjs/common';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { listTransactions, recordCashDeposit } from '@sluice/contract-liquidity';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings, type StoredFilter } from '@sluice/persistence';
import { Portfolios } from '../portfolios/portfolios.repository.js';
import { cashRow, viewOfTransaction } from './transaction.js';
import { PortfolioTransactions } from './transactions.repository.js';

type Query = RequestOf<typeof listTransactions>;

@Controller()
export class TransactionsController {
  constructor(private readonly portfolios: Portfolios, private readonly transactions: PortfolioTransactions, private readonly settings: TenantSettings) {}

  @OnRequest(listTransactions)
  async list({ tenantId, body }: RequestMessage<typeof listTransactions>): Promise<ReplyOf<typeof listTransactions>> {
    if (body.portfolioId !== undefined) await this.portfolios.ofTenant(body.portfolioId, tenantId);
    const { found, hasMore } = await this.transactions.inSequence(tenantId, filterOf(body), body);
    return { transactions: found.map(viewOfTransaction), hasMore };
  }

  @OnRequest(recordCashDeposit)
  async recordCashDeposit(request: RequestMessage<typeof recordCashDeposit>): Promise<ReplyOf<typeof recordCashDeposit>> {
    const { tenantId, body: { depositId, portfolioId, amount } } = request;
    await this.portfolios.ofTenant(portfolioId, tenantId);
    const now = await this.settings.now(tenantId);
    const row = cashRow({ tenantId, portfolioId, type: 'Deposit', of: ['deposit', depositId], consideration: amount, now });
    await this.transactions.book([row], request, now);
    return {};
  }
}

/** Times are compared as text: in their one form the order of the texts is the order of the times. */
function filterOf({ portfolioId, types, statuses, startDate, endDate, updatedSince }: Query): StoredFilter {
  const date = { ...(startDate === undefined ? {} : { $gte: startDate }), ...(endDate === undefined ? {} : { $lte: endDate }) };
  return {
    ...(portfolioId === undefined ? {} : { portfolioId }),
    ...(types === undefined ? {} : { type: { $in: types } }),
    ...(statuses === undefined ? {} : { status: { $in: statuses } }),
    ...(Object.keys(date).length === 0 ? {} : { date }),
    ...(updatedSince === undefined ? {} : { updatedAt: { $gte: new Date(updatedSince).toISOString() } }),
  };
}
