import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { send } from '@sluice/contract-kit';
import { nameGiven } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { RetryLater, type Cause } from '@sluice/messaging';
import { aggregateSchema, AggregateStore, DuplicateKey, Outbox, type AggregateModel, type StoredFilter, type Versioned } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { bankAccountSchema, type BankAccount } from './bank-account.js';

export const BANK_ACCOUNTS = 'bank_accounts';

export const bankAccountsSchema: Schema = aggregateSchema({
  partyId: String, name: String, sortCode: String, accountNumber: String, currency: String, countryCode: String, status: String,
  addedAt: String, deactivatedAt: String, isMarked: Boolean, position: Number, corrections: [Object],
})
  .index({ tenantId: 1, position: 1 }, { unique: true })
  .index({ tenantId: 1, partyId: 1, position: 1 });

/** How many other accounts, added at the same moment, may take the number first. */
const MOST_RACES = 50;
const LONGEST_PAUSE_MS = 40;

@Injectable()
export class BankAccounts extends AggregateStore<BankAccount> {
  constructor(@InjectModel(BANK_ACCOUNTS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, bankAccountSchema);
  }

  async ofTenantOrNull(id: string, tenantId: string): Promise<Versioned<BankAccount> | null> {
    const found = await this.find(id);
    return found?.tenantId === tenantId ? found : null;
  }

  /** @throws DomainError `not_found` when there is none by this id, or it is another tenant's. */
  async ofTenant(id: string, tenantId: string): Promise<Versioned<BankAccount>> {
    const found = await this.ofTenantOrNull(id, tenantId);
    if (found === null) throw new DomainError('not_found', 'There is no such bank account.');
    return found;
  }

  /**
   * Adds one after all others of the tenant, or finds it there. A sequence number is taken only after the one before it is
   * taken, so there is no gap to fill later: lists skip nothing, and of two new defaults one is the latest.
   */
  async add(id: string, cause: Cause, make: (position: number) => BankAccount): Promise<Versioned<BankAccount> | null> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const last = await this.latest({ tenantId: cause.tenantId });
      try {
        return await this.change(id, cause, (current) => {
          if (current) return null;
          const state = make((last?.state.position ?? 0) + 1);
          return { state, send: [send(nameGiven, { subjectId: id, name: state.name })] };
        });
      } catch (error) {
        if (!(error instanceof DuplicateKey)) throw error;
        await pause(Math.random() * LONGEST_PAUSE_MS);
      }
    }
    throw new RetryLater('Too many bank accounts are added at once.');
  }

  /** The party's one that was marked last, or where none was, its latest. */
  async defaultOf(tenantId: string, partyId: string): Promise<Versioned<BankAccount> | null> {
    return (await this.latest({ tenantId, partyId, isMarked: true })) ?? this.latest({ tenantId, partyId });
  }

  /** The latest account that was added as default, by party; parties without one are left out. */
  async markedOf(tenantId: string, partyIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const marked = await this.findWhere({ tenantId, partyId: { $in: partyIds }, isMarked: true }, { sort: { position: 1 } });
    return new Map(marked.map(({ id, state }) => [state.partyId, id]));
  }

  private async latest(filter: StoredFilter): Promise<Versioned<BankAccount> | null> {
    const [found] = await this.findWhere(filter, { sort: { position: -1 }, limit: 1 });
    return found ?? null;
  }
}
