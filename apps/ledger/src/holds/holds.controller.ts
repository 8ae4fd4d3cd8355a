import { Controller } from '@nestjs/common';
import type { BodyOf, Envelope, ReplyOf } from '@sluice/contract-kit';
import { listOpenHolds, placeHold, postHold, voidHold } from '@sluice/contract-ledger';
import { OnMessage, OnRequest, type RequestMessage } from '@sluice/messaging';
import { accountKeyOf, toAccount } from '../accounts/account.record.js';
import { AccountStore } from '../accounts/accounts.repository.js';
import { Book } from '../accounts/book.js';
import * as commands from './hold-commands.js';
import { heldOf } from './hold.js';

/** Money set aside in an account: placed, posted, voided, and the list of what is held. */
@Controller()
export class HoldsController {
  constructor(
    private readonly book: Book,
    private readonly accounts: AccountStore,
  ) {}

  @OnMessage(placeHold)
  place(message: Envelope<BodyOf<typeof placeHold>>): Promise<void> {
    return this.book.decideOnHold(message, commands.placeHold);
  }

  @OnMessage(postHold)
  post(message: Envelope<BodyOf<typeof postHold>>): Promise<void> {
    return this.book.decideOnHold(message, commands.postHold);
  }

  @OnMessage(voidHold)
  void(message: Envelope<BodyOf<typeof voidHold>>): Promise<void> {
    return this.book.decideOnHold(message, commands.voidHold);
  }

  @OnRequest(listOpenHolds)
  async listOpen({ tenantId, body: { limit, after } }: RequestMessage<typeof listOpenHolds>): Promise<ReplyOf<typeof listOpenHolds>> {
    const later = after === undefined ? {} : { _id: { $gt: accountKeyOf(tenantId, after) } };
    const found = (await this.accounts.findWhere({ tenantId, 'holds.0': { $exists: true }, ...later }, { sort: { _id: 1 }, limit })).map(toAccount);
    const last = found.length === limit ? found.at(-1)?.id : undefined;
    return {
      holds: found.flatMap(({ id, holds }) => holds.map((hold) => ({ holdId: hold.holdId, accountId: id, open: heldOf(hold).toJson() }))),
      ...(last !== undefined && { next: last }),
    };
  }
}
