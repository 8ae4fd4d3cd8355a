import { Injectable } from '@nestjs/common';
import { send } from '@sluice/contract-kit';
import { nameGiven } from '@sluice/contract-payout';
import type { Cause } from '@sluice/messaging';
import { aggregate, serialRepositoryOf, type StoredFilter, type Versioned } from '@sluice/persistence';
import { bankAccountSchema, type BankAccount } from './bank-account.js';

export const bankAccounts = aggregate({
  collection: 'bank_accounts', state: bankAccountSchema, sequence: 'position', thing: 'bank account', sealed: ['sortCode', 'accountNumber', 'corrections.corrected'],
  indexes: [
    { tenantId: 1, partyId: 1, position: 1 },
  ],
});

@Injectable()
export class BankAccounts extends serialRepositoryOf(bankAccounts) {
  async ofTenantOrNull(id: string, tenantId: string): Promise<Versioned<BankAccount> | null> {
    const found = await this.find(id);
    return found?.tenantId === tenantId ? found : null;
  }

  /** Adds one after all others of the tenant, or finds it there: of two new defaults one is the latest. */
  add(id: string, cause: Cause, make: (position: number) => BankAccount): Promise<Versioned<BankAccount> | null> {
    return this.changeOrAdd(id, cause, (current, position) => {
      if (current) return null;
      const state = make(position);
      return { state, send: [send(nameGiven, { subjectId: id, name: state.name })] };
    });
  }

  /** The party's one that was marked last, or where none was, its latest. */
  async defaultOf(tenantId: string, partyId: string): Promise<Versioned<BankAccount> | null> {
    return (await this.last({ tenantId, partyId, isMarked: true })) ?? this.last({ tenantId, partyId });
  }

  /** The latest account that was added as default, by party; parties without one are left out. */
  async markedOf(tenantId: string, partyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const marked = await this.findWhere({ tenantId, partyId: { $in: partyIds }, isMarked: true }, { sort: { position: 1 } });
    return new Map(marked.map(({ id, state }) => [state.partyId, id]));
  }

  private last(filter: StoredFilter): Promise<Versioned<BankAccount> | null> {
    return this.findFirst(filter, { position: -1 });
  }
}
