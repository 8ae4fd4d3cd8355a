import { Controller } from '@nestjs/common';
import { addBankAccount, type BankAccountView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { BankAccounts } from '../adapters/bank-accounts.store.js';
import { BankAccountViews } from '../bank-account-views.js';
import { accountProblems } from '../bank-account/account-numbers.js';
import { added, isSame } from '../bank-account/bank-account.js';

@Controller()
export class AddBankAccountHandler {
  constructor(private readonly accounts: BankAccounts, private readonly views: BankAccountViews, private readonly settings: TenantSettings) {}

  @OnRequest(addBankAccount)
  async handle(ask: Ask<typeof addBankAccount>): Promise<BankAccountView> {
    const { body, tenantId } = ask;
    const problems = accountProblems(body);
    if (problems.length > 0) throw new DomainError('invalid_request', 'The bank account does not have what the rail of its currency needs.', problems);
    const now = await this.settings.now(tenantId);
    const account = await this.accounts.add(body.id, ask, (position) => added(body, position, now));
    if (account?.tenantId !== tenantId || !isSame(account.state, body)) throw new DomainError('request_conflict', 'This id stands for another bank account.');
    return this.views.ofOne(account);
  }
}
