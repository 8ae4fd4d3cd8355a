import { afterAll, describe, expect, it } from '@jest/globals';
import { until, type FundedPortfolio } from '@sluice/tools/client';
import { paymentsFor } from './outside-journals.js';
import { expectBooksAgree, freshReference, ofType, openPortfolioStory, waitLimit, portfolioWith, pounds, poundsIn, vanguard, withdrawn } from './portfolio-story.js';

const story = await openPortfolioStory();
const { client, operator } = story;
afterAll(() => operator.clearFaults());

const costs = { [vanguard]: '1000.00' };
const discretionary = (): Promise<FundedPortfolio> =>
  portfolioWith(story, { mandateType: 'Discretionary', cash: { GBP: '500.00' }, holdings: [{ isin: vanguard, quantity: '100', price: '10' }] });

describe('a bank that rejects the payment', () => {
  it('makes the withdrawal Rejected with a reason; what was sold stays as cash, and the portfolio can be used again', async () => {
    const { portfolioId } = await discretionary();
    await operator.fault({ port: 'bank', mode: 'reject', code: 'AC01', count: 1 });
    const rejected = await withdrawn(story, { portfolioId, consideration: pounds(800) });
    expect(rejected).toMatchObject({ status: 'Rejected', paidOut: null, reason: expect.any(String) });
    expect(ofType(await client.transactions(portfolioId), 'Withdrawal')).toEqual([]);
    expect(await poundsIn(story, portfolioId)).toBe(800);
    await expectBooksAgree(story, portfolioId, costs);

    expect(await withdrawn(story, { portfolioId, consideration: pounds(800) })).toMatchObject({ status: 'Settled', reason: null });
    expect(await poundsIn(story, portfolioId)).toBe(0);
    await expectBooksAgree(story, portfolioId, costs);
  });
});

describe('a bank that took the payment but whose answer was lost', () => {
  it('is asked about it, and pays once', async () => {
    const { portfolioId } = await discretionary();
    const reference = freshReference();
    await operator.fault({ port: 'bank', mode: 'fail_after_success', count: 1 });
    expect(await withdrawn(story, { portfolioId, consideration: pounds(400), reference })).toMatchObject({ status: 'Settled' });
    expect(await paymentsFor(story, reference)).toHaveLength(1);
    expect(await poundsIn(story, portfolioId)).toBe(100);
    await expectBooksAgree(story, portfolioId, costs);
  });
});

describe('a bank that sends the money back after it arrived', () => {
  it('leaves the status, and makes an adjustment that can be withdrawn again', async () => {
    const { portfolioId } = await discretionary();
    const id = await client.requested({ portfolioId, consideration: pounds(400) });
    const settled = await client.ended(id, waitLimit);
    await operator.bankReturn(id, 'AC01');
    await until('the adjustment is there', () => client.transactions(portfolioId), (transactions) => ofType(transactions, 'Adjustment').length > 0);
    expect(await client.withdrawal(id)).toEqual(settled);
    const transactions = await client.transactions(portfolioId);
    expect(ofType(transactions, 'Adjustment')).toMatchObject([{ status: 'Settled', consideration: pounds(400), isin: null }]);
    expect(ofType(transactions, 'Withdrawal')).toMatchObject([{ consideration: pounds(-400) }]);
    expect(await poundsIn(story, portfolioId)).toBe(500);
    await expectBooksAgree(story, portfolioId, costs);
    expect(await withdrawn(story, { portfolioId, consideration: pounds(500) })).toMatchObject({ status: 'Settled' });
    await expectBooksAgree(story, portfolioId, costs);
  });
});

describe('second thoughts', () => {
  const conflict = { status: 409, body: { title: expect.any(String), status: 409 } };

  it('come too late once the payment was instructed', async () => {
    const { portfolioId } = await discretionary();
    await operator.fault({ port: 'bank', mode: 'fail' });
    const id = await client.requested({ portfolioId, consideration: pounds(100) });
    await until('it is being paid', () => operator.phase(id), (phase) => phase === 'delivering');
    expect(await client.withdrawal(id)).toMatchObject({ status: 'Active' });
    expect(await client.cancel(id)).toMatchObject(conflict);
    await operator.clearFaults();
    expect(await client.ended(id, waitLimit)).toMatchObject({ status: 'Settled' });
    const answer = await client.cancel(id);
    expect(answer).toMatchObject(conflict);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toEqual({ type: expect.any(String), title: expect.any(String), status: 409, traceId: expect.any(String), errors: { status: [expect.any(String)] } });
    expect(await client.withdrawal(id)).toMatchObject({ status: 'Settled', paidOut: pounds(100), reason: null });
    await expectBooksAgree(story, portfolioId, costs);
  });

  it('about what was rejected change nothing', async () => {
    const { portfolioId } = await discretionary();
    const { id } = await withdrawn(story, { portfolioId, consideration: pounds(5000) });
    expect(await client.cancel(id)).toMatchObject(conflict);
    expect(await client.withdrawal(id)).toMatchObject({ status: 'Rejected' });
  });

  it('about what never was are a 404', async () => {
    expect((await client.cancel('wth-aaaaaaaaaaaaaa')).status).toBe(404);
  });
});
