import { Controller } from '@nestjs/common';
import { resolveBankAccount, type BankAccountView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { BankAccounts } from '../adapters/bank-accounts.store.js';
import { BankAccountViews } from '../bank-account-views.js';

@Controller()
export class ResolveBankAccountHandler {
  constructor(private readonly accounts: BankAccounts, private readonly views: BankAccountViews) {}

  @OnRequest(resolveBankAccount)
  async handle({ tenantId, body }: Ask<typeof resolveBankAccount>): Promise<BankAccountView> {
    const { id, partyId } = body;
    const found = id === undefined ? await this.accounts.defaultOf(tenantId, partyId) : await this.accounts.ofTenantOrNull(id, tenantId);
    if (found?.state.partyId !== partyId) throw new DomainError('not_found', 'The party has no such bank account.');
    return this.views.ofOne(found);
  }
}
