import type { PortfolioOrder, WithdrawalDetails } from './withdrawal-details.js';

/** What was asked of the portfolio; other withdrawals have none. */
export function portfolioOrderOf({ portfolio }: WithdrawalDetails): PortfolioOrder {
  if (portfolio === undefined) throw new Error('A withdrawal that is not from a portfolio asks nothing of one.');
  return portfolio;
}
