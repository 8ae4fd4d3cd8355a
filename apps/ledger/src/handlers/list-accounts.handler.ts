import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listAccounts } from '@sluice/contract-ledger';
import { OnRequest, type Ask } from '@sluice/messaging';
import { AccountList } from '../book/account-list.js';

@Controller()
export class ListAccountsHandler {
  constructor(private readonly list: AccountList) {}

  @OnRequest(listAccounts)
  async handle({ tenantId, body }: Ask<typeof listAccounts>): Promise<ReplyOf<typeof listAccounts>> {
    const { accounts, hasMore } = await this.list.page(tenantId, body);
    return { accounts: [...accounts], hasMore };
  }
}
