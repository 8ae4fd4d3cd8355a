import { Controller } from '@nestjs/common';
import { listWalletWithdrawals } from '@sluice/contract-intake';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { StoredFilter } from '@sluice/persistence';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { walletViewOf } from '../withdrawal/wallet-view.js';

@Controller()
export class ListWalletWithdrawalsHandler {
  constructor(private readonly withdrawals: Withdrawals) {}

  @OnRequest(listWalletWithdrawals)
  async handle({ tenantId, body }: Ask<typeof listWalletWithdrawals>): Promise<ReplyOf<typeof listWalletWithdrawals>> {
    const direction = body.order === 'asc' ? 1 : -1;
    const filter: StoredFilter = { tenantId, kind: 'wallet', 'details.accountId': body.walletId, ...shown(body), ...beyond(body) };
    const found = await this.withdrawals.findWhere(filter, { sort: { createdAt: direction, _id: direction }, limit: body.limit + 1 });
    return { withdrawals: found.slice(0, body.limit).map(walletViewOf), hasMore: found.length > body.limit };
  }
}

/** A withdrawal that was refused when it was asked for was never there for its client. */
const shown = ({ phases }: AskOf<typeof listWalletWithdrawals>): StoredFilter => ({ phase: phases ? { $in: phases } : { $nin: ['created', 'rejected'] } });

function beyond({ after, order }: AskOf<typeof listWalletWithdrawals>): StoredFilter {
  if (!after) return {};
  const beyondIt = order === 'asc' ? '$gt' : '$lt';
  return { $or: [{ createdAt: { [beyondIt]: after.createdAt } }, { createdAt: after.createdAt, _id: { [beyondIt]: after.id } }] };
}
