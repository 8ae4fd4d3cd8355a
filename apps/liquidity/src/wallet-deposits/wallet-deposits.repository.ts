import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import { depositSchema, walletDepositSchema, type Deposit, type WalletDeposit } from './wallet-deposit.js';

export const WALLET_DEPOSITS = 'wallet_deposits';

export const walletDepositsSchema = aggregateSchema({
  walletId: String, chain: String, units: String, positionKey: String, transfer: Object, status: String, isGone: Boolean,
});
walletDepositsSchema.index({ walletId: 1, status: 1 });
walletDepositsSchema.index({ chain: 1, 'transfer.block': 1 });
walletDepositsSchema.index({ tenantId: 1, isGone: 1 });

/** What has reached wallets, by the id of the deposit: that id is unique, so each is there once for good. */
@Injectable()
export class WalletDeposits extends AggregateStore<WalletDeposit> {
  constructor(@InjectModel(WALLET_DEPOSITS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, walletDepositSchema);
  }

  /** Those of these ids that are settled. */
  async settledAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    return new Set((await this.findWhere({ _id: { $in: [...ids] }, status: { $ne: 'seen' } })).map(({ id }) => id));
  }

  /** Of these wallets, what is still to be booked and what is gone from its chain. */
  openOf(walletIds: readonly string[]): Promise<Versioned<WalletDeposit>[]> {
    return this.findWhere({ walletId: { $in: [...walletIds] }, $or: [{ status: 'seen' }, { isGone: true }] });
  }
}

export const DEPOSITS = 'deposits';

export const depositsSchema = aggregateSchema({ walletId: String, chain: String, units: String, positionKey: String, isDone: Boolean });

/** The sandbox's deposits by id. */
@Injectable()
export class Deposits extends AggregateStore<Deposit> {
  constructor(@InjectModel(DEPOSITS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, depositSchema);
  }
}
