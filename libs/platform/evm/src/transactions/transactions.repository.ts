import { Injectable } from '@nestjs/common';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { transactionSchema } from './transaction.js';

export const transactions = aggregate({
  collection: 'transactions', state: transactionSchema, storedNames: { failedAttempts: 'fruitless', unreported: 'untold' },
  indexes: [
    [{ chain: 1, finalBlock: -1 }, { partialFilterExpression: { finalBlock: { $exists: true } } }],
    [{ 'attempts.hash': 1 }, { sparse: true }],
  ],
});

/** Transactions by the key of their order. */
@Injectable()
export class TransactionStore extends repositoryOf(transactions) {}
