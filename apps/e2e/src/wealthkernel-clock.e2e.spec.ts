import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type FundedPortfolio, type PortfolioWithdrawal, type Transaction } from '@sluice/tools/client';
import { crash, startAgain } from '@sluice/tools/stack';
import { ordersAtTheCustodian, paymentsFor } from './outside-journals.js';
import {
  expectBooksAgree, freshReference, ishares, ofType, openPortfolioStory, portfolioWith, pounds, poundsIn, vanguard, type PortfolioStory,
} from './portfolio-story.js';
import { londonSettlement } from './rail-calendar.js';

let story: PortfolioStory;
beforeAll(async () => {
  story = await openPortfolioStory('globex');
  await story.operator.pace('clock');
});
afterAll(() => story.operator.pace('instant'));

const costs = { [vanguard]: '1250.00', [ishares]: '1000.00' };
const portfolio = (): Promise<FundedPortfolio> => portfolioWith(story, {
  mandateType: 'Discretionary', cash: { GBP: '1000.00' }, holdings: [{ isin: vanguard, quantity: '100', price: '12.50' }, { isin: ishares, quantity: '40', price: '25' }],
});

const sales = async (portfolioId: string): Promise<Transaction[]> => ofType(await story.client.transactions(portfolioId), 'Sell');

/** Waits until everything that was ordered is sold, which takes no time on the tenant's clock. */
async function allMatched(portfolioId: string, isins: number): Promise<Transaction[]> {
  await until('everything is sold', () => ordersAtTheCustodian(story, portfolioId), (orders) => orders.length === isins && orders.every(({ status }) => status === 'filled'));
  const units = (await ordersAtTheCustodian(story, portfolioId)).reduce((sum, order) => sum + order.fills.reduce((filled, { quantity }) => filled + Number(quantity), 0), 0);
  return until('all sales are shown', () => sales(portfolioId), (shown) => shown.reduce((sum, { quantity }) => sum + Math.abs(quantity ?? 0), 0) === units);
}

async function advanceTo(time: Date): Promise<void> {
  const seconds = Math.ceil((time.getTime() - (await story.operator.now()).getTime()) / 1_000);
  if (seconds > 0) await story.operator.advance(`PT${seconds}S`);
}

const terminal: readonly string[] = ['Settled', 'Rejected', 'Cancelled'];

/** A payment takes its time as well. */
async function endedInTime(id: string): Promise<PortfolioWithdrawal> {
  await until('it has ended', async () => {
    const { status } = await story.client.withdrawal(id);
    if (!terminal.includes(status)) await story.operator.advance('PT1H');
    return status;
  }, (status) => terminal.includes(status), { withinMs: 90_000, everyMs: 500 });
  return story.client.withdrawal(id);
}

describe('cash raised where waits take their real length', () => {
  it('is sold at once, paid for two London business days later at 17:00Z, and then pays the withdrawal', async () => {
    const { portfolioId } = await portfolio();
    const reference = freshReference();
    const id = await story.client.requested({ portfolioId, consideration: pounds(2000), reference });
    const matched = await allMatched(portfolioId, 2);
    const settlement = londonSettlement(matched[0]?.timestamp ?? '');
    expect(matched.map(({ status }) => status)).toEqual(matched.map(() => 'Matched'));
    expect(await story.client.withdrawal(id)).toMatchObject({ status: 'Active', paidOut: null });
    expect(await poundsIn(story, portfolioId)).toBe(1000);

    await advanceTo(new Date(settlement.getTime() - 60_000));
    expect((await sales(portfolioId)).map(({ status }) => status)).toEqual(matched.map(() => 'Matched'));
    await advanceTo(settlement);
    const settled = await until('all is paid for', () => sales(portfolioId), (shown) => shown.every(({ status }) => status === 'Settled'));
    expect(settled.map(({ timestamp, settledOn }) => [timestamp, settledOn])).toEqual(matched.map(({ timestamp }) => [timestamp, settlement.toISOString().slice(0, 10)]));
    expect(settled.every(({ updatedAt }, index) => updatedAt > (matched[index]?.updatedAt ?? ''))).toBe(true);

    expect(await endedInTime(id)).toMatchObject({ status: 'Settled', paidOut: pounds(2000) });
    expect(await poundsIn(story, portfolioId)).toBe(12.5);
    expect(await paymentsFor(story, reference)).toHaveLength(1);
    await expectBooksAgree(story, portfolioId, costs);
  });
});

describe('a portfolio that is to be closed', () => {
  it('is Closing until its money has left, and Closed from then on', async () => {
    const { portfolioId } = await portfolio();
    const id = await story.client.requested({ portfolioId, type: 'Full', closePortfolio: true });
    const matched = await allMatched(portfolioId, 2);
    expect(await story.client.portfolio(portfolioId)).toMatchObject({ status: 'Closing' });
    const second = await story.client.requested({ portfolioId, consideration: pounds(1) });
    expect(await story.client.ended(second)).toMatchObject({ status: 'Rejected' });
    await advanceTo(londonSettlement(matched[0]?.timestamp ?? ''));
    expect(await endedInTime(id)).toMatchObject({ status: 'Settled', paidOut: pounds(3250) });
    expect(await story.client.portfolio(portfolioId)).toMatchObject({ status: 'Closed' });
    await expectBooksAgree(story, portfolioId, costs);
  });
});

describe('a withdrawal cancelled while its orders are at the custodian', () => {
  it('is Cancelled at once; the portfolio is free for the next one, and what was sold becomes cash when it is paid for', async () => {
    const { portfolioId } = await portfolio();
    const reference = freshReference();
    const id = await story.client.requested({ portfolioId, consideration: pounds(2000), reference });
    const matched = await allMatched(portfolioId, 2);
    expect(await story.client.cancel(id)).toMatchObject({ status: 204, body: null });
    const cancelled = await story.client.ended(id);
    expect(cancelled).toMatchObject({ status: 'Cancelled', paidOut: null, reason: expect.any(String) });
    expect((await story.client.cancel(id)).status).toBe(409);
    expect((await sales(portfolioId)).map(({ status }) => status)).toEqual(matched.map(() => 'Matched'));
    expect(await poundsIn(story, portfolioId)).toBe(1000);

    expect(await endedInTime(await story.client.requested({ portfolioId, consideration: pounds(900) }))).toMatchObject({ status: 'Settled' });
    await advanceTo(londonSettlement(matched[0]?.timestamp ?? ''));
    await until('what was sold is cash', () => poundsIn(story, portfolioId), (pence) => pence === 1112.5);
    expect((await sales(portfolioId)).map(({ status }) => status)).toEqual(matched.map(() => 'Settled'));
    expect(await story.client.withdrawal(id)).toEqual(cancelled);
    expect(await paymentsFor(story, reference)).toEqual([]);
    expect(ofType(await story.client.transactions(portfolioId), 'Withdrawal')).toHaveLength(1);
    await expectBooksAgree(story, portfolioId, costs);
    expect(await endedInTime(await story.client.requested({ portfolioId, consideration: pounds(1500) }))).toMatchObject({ status: 'Settled' });
    await expectBooksAgree(story, portfolioId, costs);
  });

  it('comes to the same when those who sell and who book are killed meanwhile', async () => {
    const { portfolioId } = await portfolio();
    const id = await story.client.requested({ portfolioId, consideration: pounds(2000) });
    const matched = await allMatched(portfolioId, 2);
    await story.client.cancel(id);
    for (const app of ['liquidity', 'intake'] as const) {
      await crash(story.place, app);
      await startAgain(story.place, app);
    }
    expect(await story.client.ended(id)).toMatchObject({ status: 'Cancelled' });
    await advanceTo(londonSettlement(matched[0]?.timestamp ?? ''));
    await crash(story.place, 'ledger');
    await startAgain(story.place, 'ledger');
    await until('what was sold is cash', () => poundsIn(story, portfolioId), (pence) => pence === 2012.5, { withinMs: 60_000 });
    await expectBooksAgree(story, portfolioId, costs);
  });
});
