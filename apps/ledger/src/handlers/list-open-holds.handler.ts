import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listOpenHolds } from '@sluice/contract-ledger';
import { OnRequest, type Ask } from '@sluice/messaging';
import { accountKeyOf, toAccount } from '../adapters/account.record.js';
import { AccountStore } from '../adapters/account.store.js';
import { heldOf } from '../account/hold.js';

@Controller()
export class ListOpenHoldsHandler {
  constructor(private readonly accounts: AccountStore) {}

  @OnRequest(listOpenHolds)
  async handle({ tenantId, body: { limit, after } }: Ask<typeof listOpenHolds>): Promise<ReplyOf<typeof listOpenHolds>> {
    const later = after === undefined ? {} : { _id: { $gt: accountKeyOf(tenantId, after) } };
    const found = (await this.accounts.findWhere({ tenantId, 'holds.0': { $exists: true }, ...later }, { sort: { _id: 1 }, limit })).map(toAccount);
    const last = found.length === limit ? found.at(-1)?.id : undefined;
    return {
      holds: found.flatMap(({ id, holds }) => holds.map((hold) => ({ holdId: hold.holdId, accountId: id, open: heldOf(hold).toJson() }))),
      ...(last !== undefined && { next: last }),
    };
  }
}
