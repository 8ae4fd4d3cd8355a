import { fundedPortfolio } from '../../../client/index.ts';
import type { Scene } from '../stage.ts';

/** Everything is sold, a fee is charged, the rest is paid, and nothing more can be asked of the portfolio. */
export const wealthkernelClosed: Scene = {
  title: 'WealthKernel: everything out of a portfolio, which is closed then',
  async play(stage) {
    const { wealthkernel, operator } = stage;
    const holdings = [{ isin: 'GB00B3X7QG63', quantity: '60', price: '15' }];
    const { portfolioId } = await fundedPortfolio(wealthkernel, operator, { mandateType: 'Discretionary', cash: { GBP: '100.00' }, holdings });
    await operator.accruedFee({ portfolioId, amount: '7.25', currency: 'GBP' });
    stage.tell(`portfolio ${portfolioId} has 100.00 GBP in cash and 900.00 GBP in one holding; a fee of 7.25 GBP has accrued`);
    const id = await wealthkernel.requested({ portfolioId, type: 'Full', closePortfolio: true, reference: 'All of it' });
    const { status, paidOut } = await stage.followedOutOfPortfolio(id);
    stage.check('992.75 are paid out: everything less the fee', status === 'Settled' && paidOut?.amount === 992.75);
    const charges = (await wealthkernel.transactions(portfolioId)).filter(({ type }) => type === 'Charge');
    stage.check('the fee was charged once', charges.length === 1 && charges[0]?.consideration.amount === -7.25);
    stage.check('the portfolio is Closed', (await wealthkernel.portfolio(portfolioId)).status === 'Closed');
    const again = await stage.followedOutOfPortfolio(await wealthkernel.requested({ portfolioId, type: 'Full' }));
    stage.check(`a second request is Rejected: ${again.reason ?? '(no reason)'}`, again.status === 'Rejected');
  },
};
