import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { aggregate } from '@sluice/persistence';
import { inOrderOfCreation } from '../portfolios/portfolios.repository.js';
import { bookedTransaction, transactionSchema, type Row } from './transaction.js';

export const portfolioTransactions = aggregate({
  collection: 'portfolio_transactions', state: transactionSchema, sequence: 'serial',
  indexes: [
    { tenantId: 1, portfolioId: 1, serial: 1 },
  ],
});

/** Transactions of portfolios by id, which is made of what they show: shown again, they are the same. */
@Injectable()
export class PortfolioTransactions extends inOrderOfCreation(portfolioTransactions) {
  /** Shows rows as they are now, one after another in their order. Repeatable; a timer's cause is not for them. */
  async book(rows: readonly Row[], cause: Cause, now: Date): Promise<void> {
    const { timer: _, ...repeatable } = cause;
    for (const row of rows) await this.changeOrAdd(row.id, repeatable, (current, serial) => bookedTransaction(current?.state ?? null, row, serial, now));
  }
}
