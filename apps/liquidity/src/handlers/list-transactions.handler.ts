import { Controller } from '@nestjs/common';
import { listTransactions } from '@sluice/contract-liquidity';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { StoredFilter } from '@sluice/persistence';
import { PortfolioTransactions } from '../adapters/transactions.store.js';
import { Portfolios } from '../adapters/portfolios.store.js';
import { viewOfTransaction } from '../transaction/transaction.js';

type Query = AskOf<typeof listTransactions>;

@Controller()
export class ListTransactionsHandler {
  constructor(private readonly portfolios: Portfolios, private readonly transactions: PortfolioTransactions) {}

  @OnRequest(listTransactions)
  async handle({ tenantId, body }: Ask<typeof listTransactions>): Promise<ReplyOf<typeof listTransactions>> {
    if (body.portfolioId !== undefined) await this.portfolios.required(tenantId, body.portfolioId);
    const { found, hasMore } = await this.transactions.page(tenantId, narrowed(body), body);
    return { transactions: found.map(viewOfTransaction), hasMore };
  }
}

/** Times are compared as text, which in their one form is their order. */
function narrowed({ portfolioId, types, statuses, startDate, endDate, updatedSince }: Query): StoredFilter {
  const date = { ...(startDate === undefined ? {} : { $gte: startDate }), ...(endDate === undefined ? {} : { $lte: endDate }) };
  return {
    ...(portfolioId === undefined ? {} : { portfolioId }),
    ...(types === undefined ? {} : { type: { $in: types } }),
    ...(statuses === undefined ? {} : { status: { $in: statuses } }),
    ...(Object.keys(date).length === 0 ? {} : { date }),
    ...(updatedSince === undefined ? {} : { updatedAt: { $gte: new Date(updatedSince).toISOString() } }),
  };
}
