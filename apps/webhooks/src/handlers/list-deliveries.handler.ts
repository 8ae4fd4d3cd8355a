import { Controller } from '@nestjs/common';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { listDeliveries } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { StoredFilter } from '@sluice/persistence';
import { Deliveries } from '../adapters/deliveries.store.js';
import { deliveryViewOf } from '../delivery/delivery.js';

@Controller()
export class ListDeliveriesHandler {
  constructor(private readonly deliveries: Deliveries) {}

  @OnRequest(listDeliveries)
  async handle({ tenantId, body }: Ask<typeof listDeliveries>): Promise<ReplyOf<typeof listDeliveries>> {
    const filter: StoredFilter = { tenantId, ...narrowed(body), ...(await this.older(tenantId, body.after)) };
    const found = await this.deliveries.findWhere(filter, { sort: { createdAt: -1, _id: -1 }, limit: body.limit + 1 });
    return { deliveries: found.slice(0, body.limit).map(deliveryViewOf), hasMore: found.length > body.limit };
  }

  private async older(tenantId: string, after: string | undefined): Promise<StoredFilter> {
    if (after === undefined) return {};
    const last = await this.deliveries.find(after);
    if (last?.tenantId !== tenantId) throw new DomainError('invalid_request', 'The page begins after an unknown delivery.', [{ field: 'after', message: 'is unknown' }]);
    const { createdAt } = last.state;
    return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: last.id } }] };
  }
}

function narrowed({ subscriptionId, withdrawalId, status }: AskOf<typeof listDeliveries>): StoredFilter {
  return {
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(withdrawalId !== undefined && { withdrawalId }),
    ...(status !== undefined && { status: status === 'pending' ? { $in: ['waiting', 'sending'] } : status }),
  };
}
