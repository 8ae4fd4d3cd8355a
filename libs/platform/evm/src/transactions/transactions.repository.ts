import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { type AggregateModel, aggregateSchema, AggregateStore, Outbox } from '@sluice/persistence';
import { type Transaction, transactionSchema } from './transaction.js';

export const TRANSACTIONS = 'transactions';

export const transactionsSchema = aggregateSchema({
  owner: String, chain: String, signer: String, wallet: String, to: String, callData: String, value: String, gas: String, status: String, round: Number,
  nonce: Number, attempts: [Object], inclusion: Object, displacedAt: Number, refusals: Number, fruitless: Number, sequence: Number, untold: [Object],
  notTaken: String, waitingSinceMs: Number, finalBlock: Number, finalAtMs: Number, isFiller: Boolean,
})
  .index({ chain: 1, finalBlock: -1 }, { partialFilterExpression: { finalBlock: { $exists: true } } })
  .index({ 'attempts.hash': 1 }, { sparse: true });

/** Transactions by the key of their order. */
@Injectable()
export class TransactionStore extends AggregateStore<Transaction> {
  constructor(@InjectModel(TRANSACTIONS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, transactionSchema);
  }
}
