import { Controller } from '@nestjs/common';
import { listPortfolioWithdrawals } from '@sluice/contract-intake';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { StoredFilter } from '@sluice/persistence';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { portfolioViewOf } from '../withdrawal/portfolio-view.js';

type Query = AskOf<typeof listPortfolioWithdrawals>;

@Controller()
export class ListPortfolioWithdrawalsHandler {
  constructor(private readonly withdrawals: Withdrawals) {}

  @OnRequest(listPortfolioWithdrawals)
  async handle({ tenantId, body }: Ask<typeof listPortfolioWithdrawals>): Promise<ReplyOf<typeof listPortfolioWithdrawals>> {
    const filter: StoredFilter = { tenantId, kind: 'portfolio', ...narrowed(body), ...(await this.newer(tenantId, body)) };
    const found = await this.withdrawals.findWhere(filter, { sort: { createdAt: 1, _id: 1 }, limit: body.limit + 1 });
    return { withdrawals: found.slice(0, body.limit).map(portfolioViewOf), hasMore: found.length > body.limit };
  }

  /** What comes after the last one seen: newer, or as new with a greater id. */
  private async newer(tenantId: string, { after }: Query): Promise<StoredFilter> {
    if (after === undefined) return {};
    const last = await this.withdrawals.ofPortfolio(after, tenantId).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError('invalid_request', 'The page begins after an unknown withdrawal.', [{ field: 'after', message: 'is unknown' }]);
    });
    const { createdAt } = last.state;
    return { $or: [{ createdAt: { $gt: createdAt } }, { createdAt, _id: { $gt: last.id } }] };
  }
}

const narrowed = ({ portfolioId, reference, phases, type }: Query): StoredFilter => ({
  ...(portfolioId === undefined ? {} : { 'details.portfolio.portfolioId': portfolioId }),
  ...(reference === undefined ? {} : { 'details.reference': reference }),
  ...(phases === undefined ? {} : { phase: { $in: phases } }),
  ...(type === undefined ? {} : { 'details.portfolio.type': type }),
});
