import { Controller } from '@nestjs/common';
import { getAccount, type AccountView } from '@sluice/contract-ledger';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { namedAccountOf, type NamedAccount } from '../account/named-account.js';
import { namedViewOf, viewOf } from '../account/view.js';
import { Filing } from '../book/filing.js';
import { Accounts } from '../ports/accounts.js';
import { NamedAccounts } from '../ports/named-accounts.js';

@Controller()
export class GetAccountHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly named: NamedAccounts,
    private readonly filing: Filing,
  ) {}

  @OnRequest(getAccount)
  async handle({ tenantId, body }: Ask<typeof getAccount>): Promise<AccountView> {
    const named = namedAccountOf(body.id);
    const view = named === null ? await this.ownView(tenantId, body.id) : await this.namedView(tenantId, named);
    if (view === null) throw new DomainError('not_found', `There is no account ${body.id}.`);
    return view;
  }

  private async ownView(tenantId: string, accountId: string): Promise<AccountView | null> {
    const account = await this.accounts.find(tenantId, accountId);
    return account === null ? null : viewOf(account);
  }

  private async namedView(tenantId: string, named: NamedAccount): Promise<AccountView | null> {
    await this.filing.fileFor(tenantId, named.id);
    const balance = await this.named.balanceOf(tenantId, named);
    return balance === null ? null : namedViewOf(balance);
  }
}
