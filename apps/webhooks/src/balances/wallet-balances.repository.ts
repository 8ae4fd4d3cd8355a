import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { walletBalanceSchema, type WalletBalance } from './wallet-balance.js';

export const WALLET_BALANCES = 'wallet_balances';

export const walletBalancesSchema: Schema = aggregateSchema({ balance: Object, observedAt: String, seenAt: String });

/** One document for each wallet, under the wallet's id. */
@Injectable()
export class WalletBalancesRepository extends AggregateStore<WalletBalance> {
  constructor(@InjectModel(WALLET_BALANCES) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, walletBalanceSchema);
  }
}
