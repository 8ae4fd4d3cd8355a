import { fundedPortfolio } from '../../../client/index.ts';
import type { Scene } from '../stage.ts';

/** More than the cash there is: holdings are sold pro rata, and what they bring too much stays. */
export const wealthkernelSelling: Scene = {
  title: 'WealthKernel: 2,000.00 GBP out of a managed portfolio with 1,000.00 in cash',
  async play(stage) {
    const { wealthkernel, operator } = stage;
    const holdings = [{ isin: 'GB00B3X7QG63', quantity: '100', price: '12.50' }, { isin: 'IE00B4L5Y983', quantity: '40', price: '25' }];
    const { portfolioId } = await fundedPortfolio(wealthkernel, operator, { mandateType: 'Discretionary', cash: { GBP: '1000.00' }, holdings });
    for (const { isin, quantity, price } of holdings) stage.tell(`portfolio ${portfolioId} holds ${quantity} of ${isin} at ${price}`);
    const id = await wealthkernel.requested({ portfolioId, consideration: { currency: 'GBP', amount: 2000 }, reference: 'New kitchen' });
    const { status, paidOut } = await stage.followedOutOfPortfolio(id);
    stage.check('2000.00 are paid out', status === 'Settled' && paidOut?.amount === 2000);
    const transactions = await wealthkernel.transactions(portfolioId);
    for (const { type, isin, quantity, consideration, status: state } of transactions) {
      stage.tell(`${type.padEnd(10)} ${state} ${consideration.amount.toFixed(2).padStart(9)} ${consideration.currency}${isin === null ? '' : ` for ${Math.abs(quantity ?? 0)} of ${isin}`}`);
    }
    stage.check('there is one Withdrawal transaction', transactions.filter(({ type }) => type === 'Withdrawal').length === 1);
    const [cash] = await wealthkernel.cash(portfolioId);
    stage.check('12.50 that were sold too much stay as cash', cash?.amount.amount === 12.5);
  },
};
