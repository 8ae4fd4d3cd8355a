import { Controller } from '@nestjs/common';
import { listWithdrawals } from '@sluice/contract-intake';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { StoredFilter } from '@sluice/persistence';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { viewOf } from '../withdrawal/withdrawal.js';

type Query = AskOf<typeof listWithdrawals>;

@Controller()
export class ListWithdrawalsHandler {
  constructor(private readonly withdrawals: Withdrawals) {}

  @OnRequest(listWithdrawals)
  async handle({ tenantId, body }: Ask<typeof listWithdrawals>): Promise<ReplyOf<typeof listWithdrawals>> {
    const filter: StoredFilter = { tenantId, dialect: body.dialect, ...narrowed(body), ...(await this.older(tenantId, body)) };
    const found = await this.withdrawals.findWhere(filter, { sort: { createdAt: -1, _id: -1 }, limit: body.limit + 1 });
    return { withdrawals: found.slice(0, body.limit).map(viewOf), hasMore: found.length > body.limit };
  }

  /** What comes after the last one seen: older, or as old with a smaller id. */
  private async older(tenantId: string, { dialect, after }: Query): Promise<StoredFilter> {
    if (after === undefined) return {};
    const last = await this.withdrawals.byDialectId(dialect, after, tenantId).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError('invalid_request', 'The page begins after an unknown withdrawal.', [{ field: 'after', message: 'is unknown' }]);
    });
    const { createdAt } = last.state;
    return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: last.id } }] };
  }
}

function narrowed({ accountId, destinationId, states }: Query): StoredFilter {
  return {
    ...(accountId === undefined ? {} : { 'details.accountId': accountId }),
    ...(destinationId === undefined ? {} : { 'details.destinationId': destinationId }),
    ...(states === undefined ? {} : { $and: [{ $or: states.map(({ phase, hold, returned }) => ({
      phase,
      ...(hold === undefined ? {} : { hold }),
      ...(returned === undefined ? {} : { 'details.returned': { $exists: returned } }),
    })) }] }),
  };
}
