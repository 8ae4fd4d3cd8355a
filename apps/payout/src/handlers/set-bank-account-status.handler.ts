import { Controller } from '@nestjs/common';
import { setBankAccountStatus, type BankAccountView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { BankAccounts } from '../adapters/bank-accounts.store.js';
import { BankAccountViews } from '../bank-account-views.js';
import { inStatus } from '../bank-account/bank-account.js';

@Controller()
export class SetBankAccountStatusHandler {
  constructor(private readonly accounts: BankAccounts, private readonly views: BankAccountViews, private readonly settings: TenantSettings) {}

  @OnRequest(setBankAccountStatus)
  async handle(ask: Ask<typeof setBankAccountStatus>): Promise<BankAccountView> {
    const { id, status } = ask.body;
    const known = await this.accounts.ofTenant(id, ask.tenantId);
    const now = await this.settings.now(ask.tenantId);
    const changed = await this.accounts.change(id, ask, (current) => {
      const next = current && inStatus(current.state, status, now);
      if (next === null) throw new DomainError('invalid_status', 'The bank account is inactive for good.');
      return next === current?.state ? null : { state: next };
    });
    return this.views.ofOne(changed ?? known);
  }
}
