import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf, type Versioned } from '@sluice/persistence';
import { depositSchema, walletDepositSchema, type WalletDeposit } from './wallet-deposit.js';

export const walletDeposits = aggregate({
  collection: 'wallet_deposits', state: walletDepositSchema,
  indexes: [
    { walletId: 1, status: 1 },
    { chain: 1, 'transfer.block': 1 },
    { tenantId: 1, isGone: 1 },
  ],
});

/** What has reached wallets, by the id of the deposit: that id is unique, so each is there once for good. */
@Injectable()
export class WalletDeposits extends repositoryOf(walletDeposits) {
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

export const deposits = aggregate({ collection: 'deposits', state: depositSchema });

/** The sandbox's deposits by id. */
@Injectable()
export class Deposits extends repositoryOf(deposits) {}
