import { describe, expect, it } from '@jest/globals';
import type { PortfolioCurrency } from '@sluice/tools/client';
import { randomUUID } from 'node:crypto';
import { paymentsFor } from './outside-journals.js';
import { expectBooksAgree, freshReference, ishares, ofType, openPortfolioStory, waitLimit, portfolioWith, pounds, poundsIn, vanguard, withdrawn } from './portfolio-story.js';

const story = await openPortfolioStory();
const { client } = story;

describe.each<[PortfolioCurrency, string]>([['GBP', 'FPS'], ['EUR', 'SEPA'], ['USD', 'ACH']])('an amount in %s out of the cash of a portfolio', (currency, rail) => {
  it(`is paid once by ${rail}, and is one transaction`, async () => {
    const { portfolioId, bankAccountIds } = await portfolioWith(story, { cash: { [currency]: '1000.00' } });
    const reference = freshReference();
    const id = await client.requested({ portfolioId, bankAccountId: bankAccountIds[currency] ?? '', consideration: { currency, amount: 250.5 }, reference });
    expect(await client.ended(id, waitLimit)).toMatchObject({
      id, type: 'SpecifiedAmount', portfolioId, bankAccountId: bankAccountIds[currency], consideration: { currency, amount: 250.5 }, paidOut: { currency, amount: 250.5 },
      status: 'Settled', reason: null, reference, closePortfolio: false,
    });
    expect((await client.cash(portfolioId)).find((cash) => cash.currency === currency)?.amount).toEqual({ currency, amount: 749.5 });
    const withdrawals = ofType(await client.transactions(portfolioId), 'Withdrawal');
    expect(withdrawals).toMatchObject([{ status: 'Settled', consideration: { currency, amount: -250.5 }, isin: null, price: null, quantity: null }]);
    expect(await paymentsFor(story, reference)).toMatchObject([{ rail, amount: { currency, units: '25050' }, status: 'settled' }]);
    await expectBooksAgree(story, portfolioId);
  });
});

describe('everything out of an execution-only portfolio', () => {
  it('is all of the cash, and leaves the holdings', async () => {
    const { portfolioId, bankAccountIds } = await portfolioWith(story, { cash: { GBP: '640.10' }, holdings: [{ isin: vanguard, quantity: '10', price: '12.50' }] });
    const ended = await withdrawn(story, { portfolioId, type: 'Full' });
    expect(ended).toMatchObject({ status: 'Settled', type: 'Full', consideration: null, paidOut: pounds(640.1), bankAccountId: bankAccountIds.GBP });
    expect(await poundsIn(story, portfolioId)).toBe(0);
    expect(ofType(await client.transactions(portfolioId), 'Sell')).toEqual([]);
    await expectBooksAgree(story, portfolioId, { [vanguard]: '125.00' });
  });
});

describe('two withdrawals at once from an execution-only portfolio', () => {
  it('are both paid when there is enough for both', async () => {
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '1000.00' }, holdings: [{ isin: ishares, quantity: '1', price: '9' }] });
    const ended = await Promise.all([300, 400.25].map((amount) => withdrawn(story, { portfolioId, consideration: pounds(amount) })));
    expect(ended).toMatchObject([{ status: 'Settled', paidOut: pounds(300) }, { status: 'Settled', paidOut: pounds(400.25) }]);
    expect(await poundsIn(story, portfolioId)).toBe(299.75);
    await expectBooksAgree(story, portfolioId, { [ishares]: '9.00' });
  });

  it('are one payment and one rejection when there is enough for one', async () => {
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '1000.00' } });
    const ended = await Promise.all([1, 2].map(() => withdrawn(story, { portfolioId, consideration: pounds(600) })));
    expect(ended.map(({ status }) => status).sort()).toEqual(['Rejected', 'Settled']);
    expect(ended.find(({ status }) => status === 'Rejected')).toMatchObject({ paidOut: null, reason: 'The balance of the portfolio is not enough.' });
    expect(await poundsIn(story, portfolioId)).toBe(400);
    await expectBooksAgree(story, portfolioId);
  });
});

describe('the same request sent many times', () => {
  it('is one withdrawal and one payment under one key, and as many as there are without', async () => {
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '100.00' } });
    const [key, reference] = [{ 'idempotency-key': randomUUID() }, freshReference()];
    const order = { portfolioId, consideration: pounds(10), reference };
    const answers = await Promise.all([1, 2, 3].map(() => client.withdraw(order, key)));
    const again = await client.withdraw(order, key);
    const ids = new Set([...answers.filter(({ status }) => status === 201), again].map(({ body }) => JSON.stringify(body)));
    expect([again.status, ids.size]).toEqual([201, 1]);
    expect((await client.withdraw({ ...order, consideration: pounds(11) }, key)).status).toBe(409);
    await client.ended((again.body as { id: string }).id, waitLimit);
    expect(await paymentsFor(story, reference)).toHaveLength(1);
    expect(await withdrawn(story, order)).toMatchObject({ status: 'Settled' });
    expect(await poundsIn(story, portfolioId)).toBe(80);
    await expectBooksAgree(story, portfolioId);
  });
});
