import { afterAll, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/tools/client';
import { crash, startAgain, type AppName } from '@sluice/tools/stack';
import { ordersAtTheCustodian, paymentsFor } from './outside-journals.js';
import {
  expectBooksAgree, freshReference, ishares, ofType, openPortfolioStory, waitLimit, portfolioWith, pounds, poundsIn, unitsSold, vanguard, withdrawn,
} from './portfolio-story.js';

const story = await openPortfolioStory();
const { client, operator } = story;
afterAll(() => operator.clearFaults());

/** 1000.00 in cash, and holdings worth 1250.00 and 1000.00. */
const mixed = { mandateType: 'Discretionary', cash: { GBP: '1000.00' }, holdings: [{ isin: vanguard, quantity: '100', price: '12.50' }, { isin: ishares, quantity: '40', price: '25' }] } as const;
const costs = { [vanguard]: '1250.00', [ishares]: '1000.00' };

describe('more than the cash of a discretionary portfolio', () => {
  it('is raised by selling pro rata, paid once, and what was sold too much stays as cash', async () => {
    const { portfolioId } = await portfolioWith(story, mixed);
    const reference = freshReference();
    expect(await withdrawn(story, { portfolioId, consideration: pounds(2000), reference })).toMatchObject({ status: 'Settled', paidOut: pounds(2000) });
    const transactions = await client.transactions(portfolioId);
    expect([unitsSold(transactions, vanguard), unitsSold(transactions, ishares)]).toEqual([45, 18]);
    expect(ofType(transactions, 'Sell').filter(({ status, settledOn }) => status !== 'Settled' || settledOn === null)).toEqual([]);
    expect(ofType(transactions, 'Withdrawal')).toMatchObject([{ consideration: pounds(-2000) }]);
    expect(ofType(transactions, 'Charge')).toEqual([]);
    expect(await poundsIn(story, portfolioId)).toBe(12.5);
    expect(await paymentsFor(story, reference)).toMatchObject([{ rail: 'FPS', amount: { units: '200000' } }]);
    await expectBooksAgree(story, portfolioId, costs);
  });

  it('is not sold for as long as the cash is enough', async () => {
    const { portfolioId } = await portfolioWith(story, mixed);
    expect(await withdrawn(story, { portfolioId, consideration: pounds(1000) })).toMatchObject({ status: 'Settled' });
    expect(await ordersAtTheCustodian(story, portfolioId)).toEqual([]);
    expect(await poundsIn(story, portfolioId)).toBe(0);
    await expectBooksAgree(story, portfolioId, costs);
  });
});

describe('a holding that is hardly worth anything, beside one that is', () => {
  it('is sold for less than a penny, and what that had cost is a loss in the books', async () => {
    const { portfolioId } = await portfolioWith(story, {
      mandateType: 'Discretionary',
      holdings: [{ isin: vanguard, quantity: '10', price: '1' }, { isin: vanguard, quantity: '1', price: '0.005' }, { isin: ishares, quantity: '40', price: '25' }],
    });
    expect(await withdrawn(story, { portfolioId, consideration: pounds(50) })).toMatchObject({ status: 'Settled', paidOut: pounds(50) });
    const transactions = await client.transactions(portfolioId);
    expect(ofType(transactions, 'Sell').filter(({ isin }) => isin === vanguard)).toMatchObject([{ status: 'Settled', quantity: -1, consideration: pounds(0), bookCost: pounds(0.91) }]);
    expect(await poundsIn(story, portfolioId)).toBe(0);
    await expectBooksAgree(story, portfolioId, { [vanguard]: '10.01', [ishares]: '1000.00' });
  });
});

describe('an instrument that came into two portfolios at two prices', () => {
  it('is sold out of each at its own', async () => {
    const [dear, cheap] = [
      await portfolioWith(story, { mandateType: 'Discretionary', holdings: [{ isin: vanguard, quantity: '10', price: '20' }] }),
      await portfolioWith(story, { mandateType: 'Discretionary', holdings: [{ isin: vanguard, quantity: '10', price: '2' }] }),
    ];
    const ended = await Promise.all([dear, cheap].map(({ portfolioId }) => withdrawn(story, { portfolioId, type: 'Full' })));
    expect(ended).toMatchObject([{ status: 'Settled', paidOut: pounds(200) }, { status: 'Settled', paidOut: pounds(20) }]);
  });
});

describe('a specified amount of exactly 95 % of the value', () => {
  it('is paid, and one penny more is rejected', async () => {
    const content = { mandateType: 'Discretionary', cash: { GBP: '1000.00' }, holdings: [{ isin: vanguard, quantity: '100', price: '10' }] } as const;
    const { portfolioId } = await portfolioWith(story, content);
    expect(await withdrawn(story, { portfolioId, consideration: pounds(1900.01) })).toMatchObject({ status: 'Rejected', reason: 'The amount is more than 95% of the value of the portfolio.' });
    expect(await withdrawn(story, { portfolioId, consideration: pounds(1900) })).toMatchObject({ status: 'Settled', paidOut: pounds(1900) });
    expect(unitsSold(await client.transactions(portfolioId), vanguard)).toBe(90);
    expect(await poundsIn(story, portfolioId)).toBe(0);
    await expectBooksAgree(story, portfolioId, { [vanguard]: '1000.00' });
  });
});

describe('two withdrawals at once from a discretionary portfolio', () => {
  it('are one payment and one rejection, though there is enough for both', async () => {
    const { portfolioId } = await portfolioWith(story, mixed);
    await operator.fault({ port: 'bank', mode: 'fail' });
    const ids = await Promise.all([1, 2].map(() => client.requested({ portfolioId, consideration: pounds(100) })));
    await until('one is rejected', () => Promise.all(ids.map((id) => client.withdrawal(id))), (both) => both.some(({ status }) => status === 'Rejected'));
    await operator.clearFaults();
    const ended = await Promise.all(ids.map((id) => client.ended(id, waitLimit)));
    expect(ended.map(({ status }) => status).sort()).toEqual(['Rejected', 'Settled']);
    expect(ended.find(({ status }) => status === 'Rejected')).toMatchObject({ reason: 'Another withdrawal from this portfolio is active.' });
    expect(await poundsIn(story, portfolioId)).toBe(900);
    expect(await withdrawn(story, { portfolioId, consideration: pounds(100) })).toMatchObject({ status: 'Settled' });
    await expectBooksAgree(story, portfolioId, costs);
  });
});

describe('everything out of a discretionary portfolio on which a fee accrued', () => {
  it('is sold, the fee reaches the fee portfolio, and the rest is paid', async () => {
    const { portfolioId } = await portfolioWith(story, mixed);
    await operator.accruedFee({ portfolioId, amount: '25.50', currency: 'GBP' });
    const reference = freshReference();
    const { id, ...ended } = await withdrawn(story, { portfolioId, type: 'Full', reference });
    expect(ended).toMatchObject({ status: 'Settled', paidOut: pounds(3224.5) });
    const transactions = await client.transactions(portfolioId);
    expect([unitsSold(transactions, vanguard), unitsSold(transactions, ishares)]).toEqual([100, 40]);
    expect(ofType(transactions, 'Charge')).toMatchObject([{ status: 'Settled', consideration: pounds(-25.5), isin: null }]);
    expect(ofType(transactions, 'Withdrawal')).toMatchObject([{ consideration: pounds(-3224.5) }]);
    expect(await poundsIn(story, portfolioId)).toBe(0);
    const feePortfolioId = await operator.feePortfolioId();
    const credits = (await operator.ledgerLines({ withdrawalId: id })).filter(({ accountId }) => accountId.startsWith(feePortfolioId));
    expect(credits).toMatchObject([{ accountId: `${feePortfolioId}:GBP`, debit: '0.00', credit: '25.50' }]);
    expect((await client.transactions(feePortfolioId)).at(-1)).toMatchObject({ status: 'Settled', consideration: pounds(25.5), isin: null });
    expect(await paymentsFor(story, reference)).toMatchObject([{ amount: { units: '322450' } }]);
    await expectBooksAgree(story, portfolioId, costs);
    await expectBooksAgree(story, feePortfolioId);
    expect(await client.portfolio(portfolioId)).toMatchObject({ status: 'Active' });
  });

  it('is closed at the end when that was asked for, and stays closed', async () => {
    const { portfolioId } = await portfolioWith(story, mixed);
    expect(await withdrawn(story, { portfolioId, type: 'Full', closePortfolio: true })).toMatchObject({ status: 'Settled', closePortfolio: true, paidOut: pounds(3250) });
    expect(await client.portfolio(portfolioId)).toMatchObject({ status: 'Closed' });
    await operator.deposit(portfolioId, '5.00');
    expect(await withdrawn(story, { portfolioId, consideration: pounds(1) })).toMatchObject({ status: 'Rejected', reason: 'The portfolio is closing or closed.' });
  });
});

describe.each<AppName>(['liquidity', 'intake', 'ledger'])('%s killed while cash is raised', (app) => {
  it('comes back, everything is sold once, and the money is paid exactly once', async () => {
    const { portfolioId } = await portfolioWith(story, mixed);
    const reference = freshReference();
    await operator.fault({ port: 'custodian', mode: 'slow', delay: 'PT1S', count: 2 });
    const id = await client.requested({ portfolioId, consideration: pounds(2000), reference });
    await until('cash is being raised', () => operator.phase(id), (phase) => phase === 'sourcing');
    await crash(story.place, app);
    await startAgain(story.place, app);
    expect(await client.ended(id, { withinMs: 100_000 })).toMatchObject({ status: 'Settled', paidOut: pounds(2000) });
    expect(await paymentsFor(story, reference)).toMatchObject([{ amount: { units: '200000' } }]);
    const transactions = await client.transactions(portfolioId);
    const proceeds = (await ordersAtTheCustodian(story, portfolioId)).reduce((sum, order) => sum + BigInt(order.proceeds.units), 0n);
    expect(proceeds).toBe(101_250n);
    expect([unitsSold(transactions, vanguard), unitsSold(transactions, ishares)]).toEqual([45, 18]);
    expect(await poundsIn(story, portfolioId)).toBe(12.5);
    await expectBooksAgree(story, portfolioId, costs);
  });
});
