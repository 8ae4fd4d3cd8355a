import { describe, expect, it } from '@jest/globals';
import type { FundedPortfolio, NewPortfolioWithdrawal, PortfolioContent } from '@sluice/tools/client';
import { expectBooksAgree, ishares, openPortfolioStory, portfolioWith, pounds, vanguard, withdrawn } from './portfolio-story.js';

const story = await openPortfolioStory();
const { client, operator } = story;

interface Broken {
  readonly rule: string;
  readonly reason: string;
  readonly content?: PortfolioContent;
  /** What has to happen first, and what is asked for beside the portfolio. */
  readonly order: (portfolio: FundedPortfolio) => Promise<Omit<NewPortfolioWithdrawal, 'portfolioId'>>;
}

const tenPounds = { consideration: pounds(10) };
const holdings = [{ isin: vanguard, quantity: '10', price: '10' }];
const discretionary = { mandateType: 'Discretionary', cash: { GBP: '100.00' }, holdings } as const;

const afterStatus = (status: string, of: (portfolio: FundedPortfolio) => string) => async (portfolio: FundedPortfolio) => {
  await operator.setStatus(of(portfolio), status);
  return tenPounds;
};
const asking = (order: Omit<NewPortfolioWithdrawal, 'portfolioId'>) => () => Promise.resolve(order);

const partyInactive = 'The party is not active.';
const portfolioInactive = 'The portfolio is closing or closed.';
const bankAccountInactive = 'The bank account is not active.';
const notEnough = 'The balance of the portfolio is not enough.';

const broken: readonly Broken[] = [
  { rule: 'a suspended party', reason: partyInactive, order: afterStatus('Suspended', ({ partyId }) => partyId) },
  { rule: 'a closed party', reason: partyInactive, order: afterStatus('Closed', ({ partyId }) => partyId) },
  { rule: 'a portfolio that is closing', reason: portfolioInactive, order: afterStatus('Closing', ({ portfolioId }) => portfolioId) },
  { rule: 'a closed portfolio', reason: portfolioInactive, order: afterStatus('Closed', ({ portfolioId }) => portfolioId) },
  { rule: 'a suspended bank account that is the default one', reason: bankAccountInactive, order: afterStatus('Suspended', ({ bankAccountIds }) => bankAccountIds.GBP) },
  { rule: 'an inactive bank account', reason: bankAccountInactive, order: afterStatus('Inactive', ({ bankAccountIds }) => bankAccountIds.GBP) },
  {
    rule: 'a newer default bank account that is not active, beside an older one that is', reason: bankAccountInactive,
    order: async ({ partyId }) => {
      expect(await client.addBankAccount({ partyId, name: 'SUSPENDED_BANK_ACCOUNT', isDefault: true })).toMatchObject({ status: 'Suspended', isDefault: true });
      return tenPounds;
    },
  },
  {
    rule: 'a bank account that is still being checked', reason: bankAccountInactive,
    order: async ({ partyId }) => {
      const added = await client.addBankAccount({ partyId, sortCode: 'PENDING_BANK_ACCOUNT' });
      expect(added.status).toBe('Pending');
      return { ...tenPounds, bankAccountId: added.id };
    },
  },
  { rule: 'a pension portfolio', reason: 'Withdrawals from a pension portfolio are not supported.', content: { accountType: 'SIPP', cash: { GBP: '100.00' } }, order: asking(tenPounds) },
  { rule: 'more than the cash of an execution-only portfolio', reason: notEnough, content: { cash: { GBP: '100.00' }, holdings }, order: asking({ consideration: pounds(100.01) }) },
  {
    rule: 'more than Faster Payments carries', reason: 'The amount is more than one payment by FPS can carry (GBP 1000000.00).',
    content: { cash: { GBP: '2000000.00' } }, order: asking({ consideration: pounds(1_000_000.01) }),
  },
  {
    rule: 'everything, where that is more than Faster Payments carries', reason: 'The amount is more than one payment by FPS can carry (GBP 1000000.00).',
    content: { cash: { GBP: '2000000.00' } }, order: asking({ type: 'Full' }),
  },
  {
    rule: 'more than the cash and what can be sold in its currency', reason: notEnough,
    content: { ...discretionary, holdings: [...holdings, { isin: ishares, quantity: '10', price: '100', currency: 'USD' }] }, order: asking({ consideration: pounds(200.01) }),
  },
  { rule: 'more than 95 % of a discretionary portfolio', reason: 'The amount is more than 95% of the value of the portfolio.', content: discretionary, order: asking({ consideration: pounds(190.01) }) },
  {
    rule: 'a currency with no cash in it', reason: 'The portfolio has no cash in the currency asked for.', content: discretionary,
    order: async ({ partyId }) => ({ bankAccountId: (await client.addBankAccount({ partyId, currency: 'EUR' })).id, consideration: { currency: 'EUR', amount: 10 } }),
  },
  { rule: 'everything out of an empty portfolio', reason: 'There is nothing in the portfolio to withdraw.', content: {}, order: asking({ type: 'Full' }) },
  {
    rule: 'closing where holdings would remain', reason: 'The portfolio cannot be closed: something would remain in it.', content: { cash: { GBP: '100.00' }, holdings },
    order: asking({ type: 'Full', closePortfolio: true }),
  },
];

describe.each(broken)('$rule', ({ reason, content = { cash: { GBP: '100.00' } }, order }) => {
  it(`is taken in, and then Rejected: ${reason}`, async () => {
    const portfolio = await portfolioWith(story, content);
    const { portfolioId } = portfolio;
    const before = await client.cash(portfolioId);
    const answer = await client.withdraw({ portfolioId, ...(await order(portfolio)) });
    expect(answer).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^wth-[a-z2-7]{14}$/) } });
    const { id } = answer.body as { id: string };
    expect(answer.headers.get('location')).toBe(`/wealthkernel/withdrawals/${id}`);
    expect(await client.ended(id)).toMatchObject({ status: 'Rejected', reason, paidOut: null });
    expect(await client.cash(portfolioId)).toEqual(before);
    await expectBooksAgree(story, portfolioId);
  });
});

describe('a currency that nobody here pays in', () => {
  it('is Rejected with a reason too', async () => {
    const { portfolioId } = await portfolioWith(story, discretionary);
    expect(await withdrawn(story, { portfolioId, consideration: { currency: 'CHF', amount: 10 } })).toMatchObject({ status: 'Rejected', reason: expect.any(String) });
  });
});

describe('a request with a wrong field', () => {
  it.each<[string, string, object]>([
    ['consideration.amount', 'an amount that is text', { type: 'SpecifiedAmount', consideration: { currency: 'GBP', amount: '10' } }],
    ['consideration.amount', 'three decimals', { type: 'SpecifiedAmount', consideration: { currency: 'GBP', amount: 10.001 } }],
    ['consideration', 'no consideration', { type: 'SpecifiedAmount' }],
    ['consideration', 'a consideration of everything', { type: 'Full', ...tenPounds }],
    ['closePortfolio', 'closing with a specified amount', { type: 'SpecifiedAmount', closePortfolio: true, ...tenPounds }],
    ['portfolioId', 'a portfolio that is not there', { type: 'Full', portfolioId: 'prt-aaaaaaaaaaaaaa' }],
    ['bankAccountId', 'a bank account that is not there', { type: 'Full', bankAccountId: 'bac-aaaaaaaaaaaaaa' }],
  ])('is a 400 on %s: %s', async (field, _, order) => {
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '100.00' } });
    const answer = await client.post('/withdrawals', { portfolioId, ...order });
    expect(answer).toMatchObject({ status: 400, body: { title: 'One or more validation errors occurred.', status: 400 } });
    expect(Object.keys((answer.body as { errors: object }).errors)).toEqual([field]);
    expect(await client.api.value(client.api.GET('/withdrawals', { params: { query: { portfolioId } } }))).toEqual([]);
  });
});
