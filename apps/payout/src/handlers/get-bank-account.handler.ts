import { Controller } from '@nestjs/common';
import { getBankAccount } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { BankAccounts } from '../adapters/bank-accounts.store.js';
import { BankAccountViews } from '../bank-account-views.js';

@Controller()
export class GetBankAccountHandler {
  constructor(private readonly accounts: BankAccounts, private readonly views: BankAccountViews) {}

  @OnRequest(getBankAccount)
  async handle({ tenantId, body }: Ask<typeof getBankAccount>): Promise<ReplyOf<typeof getBankAccount>> {
    const found = await this.accounts.ofTenant(body.id, tenantId);
    return { ...(await this.views.ofOne(found)), corrections: found.state.corrections };
  }
}
