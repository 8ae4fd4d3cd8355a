import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fault, FundedPortfolio } from '@sluice/tools/client';
import { ordersAtTheCustodian, paymentsFor } from './outside-journals.js';
import { expectBooksAgree, freshReference, ishares, ofType, openPortfolioStory, portfolioWith, pounds, poundsIn, unitsSold, vanguard } from './portfolio-story.js';

const story = await openPortfolioStory();
const { client, operator } = story;
afterEach(() => operator.clearFaults());

const costs = { [vanguard]: '1250.00', [ishares]: '1000.00' };
const portfolio = (): Promise<FundedPortfolio> => portfolioWith(story, {
  mandateType: 'Discretionary', cash: { GBP: '1000.00' }, holdings: [{ isin: vanguard, quantity: '100', price: '12.50' }, { isin: ishares, quantity: '40', price: '25' }],
});
const waitLimit = { withinMs: 100_000 };

/** What the custodian really sold, by instrument. */
async function unitsAtTheCustodian(portfolioId: string): Promise<Map<string, number>> {
  const sold = new Map([[vanguard, 0], [ishares, 0]]);
  for (const { isin, fills } of await ordersAtTheCustodian(story, portfolioId)) {
    for (const { quantity } of fills) sold.set(isin, (sold.get(isin) ?? 0) + Number(quantity));
  }
  return sold;
}

async function expectSalesAsAtTheCustodian(portfolioId: string): Promise<void> {
  const transactions = await client.transactions(portfolioId);
  expect(new Map([vanguard, ishares].map((isin) => [isin, unitsSold(transactions, isin)]))).toEqual(await unitsAtTheCustodian(portfolioId));
  expect(ofType(transactions, 'Sell').filter(({ status }) => status === 'Matched')).toEqual([]);
}

describe.each<[string, Omit<Fault, 'port'>]>([
  ['rejects an order', { mode: 'reject', count: 1 }],
  ['is out of order for some calls', { mode: 'fail', count: 2 }],
  ['takes an order, but its answer is lost', { mode: 'fail_after_success', count: 1 }],
  ['says nothing', { mode: 'silent', count: 1 }],
  ['is slow', { mode: 'slow', delay: 'PT2S', count: 2 }],
  ['tells every fill twice', { mode: 'duplicate', count: 2 }],
  ['lets an order expire half sold', { mode: 'expire', count: 1 }],
])('a custodian that %s', (_, fault) => {
  it('sells enough all the same, each unit once, and the money is paid exactly once', async () => {
    const { portfolioId } = await portfolio();
    const reference = freshReference();
    await operator.fault({ port: 'custodian', ...fault });
    const id = await client.requested({ portfolioId, consideration: pounds(2000), reference });
    expect(await client.ended(id, waitLimit)).toMatchObject({ status: 'Settled', paidOut: pounds(2000) });
    await expectSalesAsAtTheCustodian(portfolioId);
    expect(await paymentsFor(story, reference)).toHaveLength(1);
    await expectBooksAgree(story, portfolioId, costs);
  });
});

describe('a custodian that rejects every order', () => {
  it('makes the withdrawal Rejected, nothing is lost, and the portfolio can be used again', async () => {
    const { portfolioId } = await portfolio();
    await operator.fault({ port: 'custodian', mode: 'reject', count: 50 });
    const id = await client.requested({ portfolioId, consideration: pounds(2000) });
    expect(await client.ended(id, waitLimit)).toMatchObject({ status: 'Rejected', paidOut: null, reason: expect.any(String) });
    expect(await poundsIn(story, portfolioId)).toBe(1000);
    await operator.clearFaults();
    const again = await client.requested({ portfolioId, consideration: pounds(2000) });
    expect(await client.ended(again, waitLimit)).toMatchObject({ status: 'Settled' });
    await expectSalesAsAtTheCustodian(portfolioId);
    await expectBooksAgree(story, portfolioId, costs);
  });
});
