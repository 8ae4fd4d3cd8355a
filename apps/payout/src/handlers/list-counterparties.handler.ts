import { Controller } from '@nestjs/common';
import { listCounterparties } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { StoredFilter } from '@sluice/persistence';
import { Counterparties } from '../adapters/counterparties.store.js';
import { viewOf } from '../counterparty/counterparty.js';

@Controller()
export class ListCounterpartiesHandler {
  constructor(private readonly counterparties: Counterparties) {}

  /** Newest first. */
  @OnRequest(listCounterparties)
  async handle({ tenantId, body }: Ask<typeof listCounterparties>): Promise<ReplyOf<typeof listCounterparties>> {
    const { limit, after, customerId } = body;
    const filter = { tenantId, ...(customerId === undefined ? {} : { customerId }), ...(await this.older(tenantId, after)) };
    const found = await this.counterparties.findWhere(filter, { sort: { createdAt: -1, _id: -1 }, limit: limit + 1 });
    return { counterparties: found.slice(0, limit).map(viewOf), hasMore: found.length > limit };
  }

  /** What comes after the last one seen: older, or as old with a smaller id. */
  private async older(tenantId: string, after: string | undefined): Promise<StoredFilter> {
    if (after === undefined) return {};
    const last = await this.counterparties.find(after);
    if (last?.tenantId !== tenantId) {
      throw new DomainError('invalid_request', 'The page begins after an unknown counterparty.', [{ field: 'after', message: 'is unknown' }]);
    }
    const { createdAt } = last.state;
    return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: last.id } }] };
  }
}
