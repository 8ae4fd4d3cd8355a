import type { TransactionView } from '@sluice/contract-liquidity';
import type { MoneyJson } from '@sluice/kernel';
import { dayOn, transactionId, type Row } from './transaction.js';

interface Cash extends Pick<TransactionView, 'portfolioId' | 'type'> {
  readonly tenantId: string;
  /** What it shows: the same thing is shown once. */
  readonly of: readonly string[];
  /** Below zero where cash leaves the portfolio. */
  readonly consideration: MoneyJson;
  readonly now: Date;
}

/** A movement of cash that has happened: it has a consideration and nothing else. */
export const cashRow = ({ tenantId, portfolioId, type, of, consideration, now }: Cash): Row => ({
  id: transactionId(tenantId, type, portfolioId, ...of), portfolioId, type, status: 'Settled', consideration, settledOn: dayOn(now),
});
