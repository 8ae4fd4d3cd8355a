import { Injectable } from '@nestjs/common';
import type { BankAccountView } from '@sluice/contract-payout';
import type { Versioned } from '@sluice/persistence';
import { BankAccounts } from './adapters/bank-accounts.store.js';
import { viewOf, type BankAccount } from './bank-account/bank-account.js';

/** Shows bank accounts: which one is the default is seen only beside the others of its party. */
@Injectable()
export class BankAccountViews {
  constructor(private readonly accounts: BankAccounts) {}

  async ofOne(account: Versioned<BankAccount>): Promise<BankAccountView> {
    const marked = await this.accounts.markedOf(account.tenantId, [account.state.partyId]);
    return viewOf(account, marked.get(account.state.partyId));
  }

  async ofAll(tenantId: string, accounts: readonly Versioned<BankAccount>[]): Promise<BankAccountView[]> {
    const parties = [...new Set(accounts.map(({ state }) => state.partyId))];
    const marked = await this.accounts.markedOf(tenantId, parties);
    return accounts.map((account) => viewOf(account, marked.get(account.state.partyId)));
  }
}
