import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { listAccounts } from '@sluice/contract-ledger';
import { OnRequest, type Ask } from '@sluice/messaging';
import { viewOf } from '../account/view.js';
import { Accounts } from '../ports/accounts.js';

@Controller()
export class ListAccountsHandler {
  constructor(private readonly accounts: Accounts) {}

  @OnRequest(listAccounts)
  async handle({ tenantId, body }: Ask<typeof listAccounts>): Promise<ReplyOf<typeof listAccounts>> {
    const { accounts, hasMore } = await this.accounts.page(tenantId, body);
    return { accounts: accounts.map(viewOf), hasMore };
  }
}
