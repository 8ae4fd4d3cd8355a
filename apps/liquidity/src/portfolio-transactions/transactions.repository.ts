import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Cause } from '@sluice/messaging';
import { aggregateSchema, Outbox, type AggregateModel } from '@sluice/persistence';
import { inSerialOrder, SerialStore } from '../portfolios/serial.repository.js';
import { bookedTransaction, transactionSchema, type Row, type Transaction } from './transaction.js';

export const TRANSACTIONS = 'portfolio_transactions';

export const transactionsSchema = inSerialOrder(aggregateSchema({
  serial: Number, portfolioId: String, type: String, status: String, isin: String, price: Object, quantity: String, consideration: Object, charges: Object,
  bookCost: Object, date: String, timestamp: String, settledOn: String, updatedAt: String,
}));
transactionsSchema.index({ tenantId: 1, portfolioId: 1, serial: 1 });

/** Transactions of portfolios by id, which is made of what they show: shown again, they are the same. */
@Injectable()
export class PortfolioTransactions extends SerialStore<Transaction> {
  constructor(@InjectModel(TRANSACTIONS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, transactionSchema);
  }

  /** Shows rows as they are now, one after another in their order. Repeatable; a timer's cause is not for them. */
  async book(rows: readonly Row[], cause: Cause, now: Date): Promise<void> {
    const { timer: _, ...repeatable } = cause;
    for (const row of rows) await this.changeOrAdd(row.id, repeatable, (current, serial) => bookedTransaction(current?.state ?? null, row, serial, now));
  }
}
