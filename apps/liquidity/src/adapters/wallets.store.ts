import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { DomainError } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import { walletSchema, type Wallet } from '../wallet/wallet.js';

export const WALLETS = 'wallets';

export const walletsSchema = aggregateSchema({
  label: String, status: String, approvalPolicy: String, targets: [Object], address: String, createdAt: String, claims: [Object], flows: Object, countedDeposits: [String],
});
walletsSchema.index({ tenantId: 1, createdAt: -1, _id: -1 });

/** Portfolio wallets by id, each with what withdrawals have set aside of it: one document, so that no two can set the same value aside. */
@Injectable()
export class Wallets extends AggregateStore<Wallet> {
  constructor(@InjectModel(WALLETS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, walletSchema);
  }

  /** @throws DomainError `not_found`, also for another tenant's. */
  async required(tenantId: string, id: string): Promise<Versioned<Wallet>> {
    const wallet = await this.find(id);
    if (wallet?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such wallet.');
    return wallet;
  }

  /** Newest first, those made at the same moment by id. @throws DomainError `invalid_request` when `after` is no wallet of the tenant's. */
  async page(tenantId: string, limit: number, after: string | undefined): Promise<Versioned<Wallet>[]> {
    const sort = { createdAt: -1, _id: -1 } as const;
    if (after === undefined) return this.findWhere({ tenantId }, { sort, limit });
    const last = await this.find(after);
    if (last?.tenantId !== tenantId) throw new DomainError('invalid_request', 'There is no such wallet to go on after.');
    const { createdAt } = last.state;
    return this.findWhere({ tenantId, $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: after } }] }, { sort, limit });
  }
}
