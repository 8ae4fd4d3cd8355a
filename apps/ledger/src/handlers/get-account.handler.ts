import { Controller } from '@nestjs/common';
import { getAccount, type AccountView } from '@sluice/contract-ledger';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { houseAccountOf, type HouseAccount } from '../account/house-account.js';
import { houseViewOf, viewOf } from '../account/view.js';
import { Filing } from '../book/filing.js';
import { Accounts } from '../ports/accounts.js';
import { Journal } from '../ports/journal.js';

@Controller()
export class GetAccountHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly journal: Journal,
    private readonly filing: Filing,
  ) {}

  @OnRequest(getAccount)
  async handle({ tenantId, body }: Ask<typeof getAccount>): Promise<AccountView> {
    const house = houseAccountOf(body.id);
    const view = house === null ? await this.ownView(tenantId, body.id) : await this.houseView(tenantId, house);
    if (view === null) throw new DomainError('not_found', `There is no account ${body.id}.`);
    return view;
  }

  private async ownView(tenantId: string, accountId: string): Promise<AccountView | null> {
    const account = await this.accounts.find(tenantId, accountId);
    return account === null ? null : viewOf(account);
  }

  private async houseView(tenantId: string, house: HouseAccount): Promise<AccountView | null> {
    await this.filing.fileFor(tenantId, house.id);
    const balance = await this.journal.balanceOf(tenantId, house.id, house.currency);
    return balance === null ? null : houseViewOf(house, balance.posted, balance.since);
  }
}
