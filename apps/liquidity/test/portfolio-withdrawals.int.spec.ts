import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cashAtHand, cashNotRaised, cashRaised, getFeePortfolio, getFeeSchedule, portfolioReleased, portfolioReturnBooked, portfolioWithdrawalAdmitted, portfolioWithdrawalCharged,
  portfolioWithdrawalCompleted, portfolioWithdrawalRefused, raisingStopped, reconcileOrders, salesSettled, setFeeSchedule, setPartyStatus, setPortfolioStatus,
} from '@sluice/contract-liquidity';
import { until } from '@sluice/builders';
import { newId, type MoneyJson } from '@sluice/kernel';
import { ishares, PortfolioWorld, pounds, TestPortfolio, vanguard } from './portfolio-world.js';
import { TestWithdrawal } from './test-withdrawal.js';

let world: PortfolioWorld;
beforeAll(async () => { world = await PortfolioWorld.start(); });
afterAll(() => world.stop());

const { of } = TestWithdrawal;
const discretionary = () => TestPortfolio.open(world);
const executionOnly = () => TestPortfolio.open(world, { mandate: 'execution_only' });
const unitsOf = (rows: readonly { consideration: { units: string } }[]): string => rows.reduce((sum, { consideration }) => sum + BigInt(consideration.units), 0n).toString();

describe('a withdrawal', () => {
  it('is admitted with its amount, no fee and the names of who withdraws, and answered alike when its command comes again', async () => {
    const portfolio = await executionOnly();
    await portfolio.accrue(pounds('5'));
    const withdrawal = new TestWithdrawal(portfolio);
    const id = newId();
    await Promise.all([withdrawal.admit(of('100', [pounds('100')]), id), withdrawal.admit(of('100', [pounds('100')]), id), withdrawal.admit(of('100', [pounds('100')]))]);
    for (let answer = 0; answer < 3; answer += 1) {
      expect((await withdrawal.next(portfolioWithdrawalAdmitted)).body).toEqual({
        portfolioId: portfolio.id, amount: pounds('100'), fee: pounds('0'), partyName: 'Ada Lovelace', portfolioName: 'Growth',
      });
    }
  });

  it('that is refused stays refused when the reason is gone, and takes nothing', async () => {
    const portfolio = await discretionary();
    await portfolio.request(setPartyStatus, { id: portfolio.partyId, status: 'suspended' });
    const withdrawal = new TestWithdrawal(portfolio);
    await withdrawal.admit(of('1', [pounds('100')]));
    expect(await withdrawal.refusal()).toBe('party_not_active');
    await portfolio.request(setPartyStatus, { id: portfolio.partyId, status: 'active' });
    await withdrawal.admit(of('1', [pounds('100')]));
    expect(await withdrawal.refusal()).toBe('party_not_active');
    await TestWithdrawal.admitted(portfolio, of('1', [pounds('100')]));
  });

  it('that was released before it was admitted is refused for good', async () => {
    const portfolio = await discretionary();
    const withdrawal = new TestWithdrawal(portfolio);
    await withdrawal.released();
    await withdrawal.admit(of('1', [pounds('100')]));
    expect(await withdrawal.refusal()).toBe('released');
    await TestWithdrawal.admitted(portfolio, of('1', [pounds('100')]));
  });

  it('of a portfolio that is not there, or is another tenant\'s, is refused', async () => {
    const [portfolio, stranger] = [await discretionary(), await discretionary()];
    const withdrawal = new TestWithdrawal(Object.assign(stranger, { id: portfolio.id }));
    await withdrawal.admit(of('1', [pounds('100')]));
    expect(await withdrawal.refusal()).toBe('not_found');
  });

  it('is judged at the rates of the custodian: exactly 95 per cent passes', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '10', '10');
    await portfolio.hold(ishares, '1', '12.8', 'USD');
    const tooMuch = new TestWithdrawal(portfolio);
    await tooMuch.admit(of('199.51', [pounds('100')]));
    expect(await tooMuch.refusal()).toBe('over_95_percent');
    await TestWithdrawal.admitted(portfolio, of('199.50', [pounds('100')]));
  });
});

describe('two withdrawals at once', () => {
  it('of a discretionary portfolio: exactly one is admitted, and the next once its slot is free', async () => {
    const portfolio = await discretionary();
    const both = [new TestWithdrawal(portfolio), new TestWithdrawal(portfolio)];
    await Promise.all(both.map((withdrawal) => withdrawal.admit(of('10', [pounds('100')]))));
    const { withdrawalId } = await portfolio.next(portfolioWithdrawalAdmitted);
    expect((await portfolio.next(portfolioWithdrawalRefused)).body.reason).toBe('another_withdrawal_active');
    await both.find(({ id }) => id === withdrawalId)!.released();
    await TestWithdrawal.admitted(portfolio, of('10', [pounds('100')]));
  });

  it('of an execution-only portfolio: both are admitted', async () => {
    const portfolio = await executionOnly();
    await Promise.all([1, 2].map(() => new TestWithdrawal(portfolio).admit(of('10', [pounds('100')]))));
    await portfolio.next(portfolioWithdrawalAdmitted);
    await portfolio.next(portfolioWithdrawalAdmitted);
  });
});

describe('cash', () => {
  it('that is there is at hand, and nothing is sold', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '100', '10');
    const withdrawal = await TestWithdrawal.admitted(portfolio, of('100', [pounds('100')]));
    await withdrawal.raise();
    await withdrawal.raise();
    await withdrawal.next(cashAtHand);
    await withdrawal.next(cashAtHand);
    expect([(await portfolio.view()).holdings[0]?.quantity, await portfolio.transactions()]).toEqual(['100', []]);
  });

  it('that is short is raised pro rata, shown part by part, and settles', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '100', '10');
    await portfolio.hold(ishares, '50', '20');
    const withdrawal = await TestWithdrawal.admitted(portfolio, of('300', [pounds('100')]));
    const sales = await withdrawal.raised();
    expect(sales.map(({ isin, proceeds, bookCost }) => [isin, proceeds, bookCost])).toEqual([[vanguard, pounds('100'), pounds('100')], [ishares, pounds('100'), pounds('100')]]);
    expect((await portfolio.view()).holdings.map(({ quantity, bookCost }) => [quantity, bookCost])).toEqual([['90', pounds('900')], ['45', pounds('900')]]);
    const rows = await portfolio.transactions();
    expect(new Set(rows.map(({ type, status }) => `${type} ${status}`))).toEqual(new Set(['Sell Settled']));
    expect(unitsOf(rows)).toBe('20000');
    await withdrawal.raise();
    expect((await withdrawal.next(cashRaised)).body.sales).toEqual(sales);
    expect(await portfolio.transactions()).toEqual(rows);
  });

  it('that cannot be raised, because the custodian rejects, is not, and its slot is free after its release', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '100', '10');
    await portfolio.fault('reject', { count: 9 });
    const withdrawal = await TestWithdrawal.admitted(portfolio, of('100'));
    await withdrawal.raise();
    expect((await withdrawal.next(cashNotRaised)).body).toEqual({ portfolioId: portfolio.id, sales: [], reason: 'insufficient_balance' });
    await withdrawal.released();
    expect((await portfolio.view()).holdings).toMatchObject([{ quantity: '100' }]);
  });

  it('is raised although the custodian falls silent, fails after success and reports things twice', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '100', '10');
    await portfolio.hold(ishares, '100', '10');
    for (const mode of ['silent', 'fail_after_success', 'duplicate']) await portfolio.fault(mode, { count: 1 });
    const sales = await (await TestWithdrawal.admitted(portfolio, of('200'))).raised();
    expect(sales.map(({ proceeds }) => proceeds)).toEqual([pounds('100'), pounds('100')]);
    expect((await portfolio.view()).holdings.map(({ quantity }) => quantity)).toEqual(['90', '90']);
  });

  it('goes on being raised when prices fall', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '100', '10');
    await world.control(portfolio.tenantId, '/prices', { isin: vanguard, price: '8', currency: 'GBP' });
    const sales = await (await TestWithdrawal.admitted(portfolio, of('100'))).raised();
    expect(sales.map(({ proceeds }) => proceeds)).toEqual([pounds('80'), pounds('24')]);
    expect((await portfolio.view()).holdings).toMatchObject([{ quantity: '87', price: '8', bookCost: pounds('870') }]);
  });
});

describe('on a tenant\'s own clock', () => {
  it('what is sold is matched at once and settles on London\'s days', async () => {
    const portfolio = await discretionary();
    await portfolio.settings('clock');
    await portfolio.hold(vanguard, '100', '10');
    const withdrawal = await TestWithdrawal.admitted(portfolio, of('100'));
    await withdrawal.raise();
    let matched = await portfolio.transactions();
    let ahead = 0;
    while (unitsOf(matched) !== '10000') {
      ahead += 60_000;
      await portfolio.settings('clock', ahead);
      matched = await portfolio.transactions();
    }
    expect(matched.every(({ status }) => status === 'Matched')).toBe(true);
    expect(world.service.seen(cashRaised)).toEqual([]);
    await portfolio.settings('clock', ahead + 7 * 86_400_000);
    await withdrawal.next(cashRaised);
    const settled = await portfolio.transactions();
    expect(settled.map(({ id, timestamp, date, status }) => [id, timestamp, date, status])).toEqual(matched.map(({ id, timestamp, date }) => [id, timestamp, date, 'Settled']));
    expect(settled.every(({ updatedAt }, index) => updatedAt > matched[index]!.updatedAt)).toBe(true);
  });
});

describe('a cash raising that is stopped', () => {
  it('waits for nothing: what was filled is reported when it is paid for, and the next withdrawal has the portfolio meanwhile', async () => {
    const portfolio = await discretionary();
    await portfolio.settings('clock');
    await portfolio.hold(vanguard, '100', '10');
    const withdrawal = await TestWithdrawal.admitted(portfolio, of('500'));
    await withdrawal.raise();
    await until('all of it has found a buyer', async () => unitsOf(await portfolio.transactions()) === '50000');
    await withdrawal.stop();
    expect((await withdrawal.next(raisingStopped)).body.sales).toEqual([]);
    await withdrawal.raise();
    expect((await withdrawal.next(cashNotRaised)).body).toMatchObject({ reason: 'released', sales: [] });
    await withdrawal.released();
    const next = await TestWithdrawal.admitted(portfolio, of('500', [pounds('100')]));
    await next.raise();
    const { sales } = (await withdrawal.nextInTime(salesSettled)).body;
    expect(sales).toMatchObject([{ isin: vanguard, proceeds: pounds('500'), bookCost: pounds('500') }]);
    expect((await next.nextInTime(cashRaised)).body.sales).toMatchObject([{ proceeds: pounds('400') }]);
    expect(unitsOf(await portfolio.transactions())).toBe('90000');
    expect((await portfolio.view()).holdings).toMatchObject([{ quantity: '10', bookCost: pounds('100') }]);
    await withdrawal.stop();
    expect((await withdrawal.next(raisingStopped)).body.sales).toEqual(sales);
    await next.complete(pounds('500'));
    await next.next(portfolioWithdrawalCompleted);
    await until('the custodian’s books are ours', async () => (await portfolio.request(reconcileOrders, {})).breaks.length === 0);
  });

  it('before it began never begins', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '100', '10');
    const withdrawal = await TestWithdrawal.admitted(portfolio, of('500'));
    await withdrawal.stop();
    expect((await withdrawal.next(raisingStopped)).body.sales).toEqual([]);
    await withdrawal.raise();
    expect((await withdrawal.next(cashNotRaised)).body).toMatchObject({ reason: 'released', sales: [] });
    expect((await portfolio.view()).holdings).toMatchObject([{ quantity: '100' }]);
  });
});

describe('a full withdrawal', () => {
  it('sells everything in the base currency, charges what has accrued, and closes the portfolio', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '10.5', '10');
    await portfolio.accrue(pounds('5'));
    const withdrawal = new TestWithdrawal(portfolio);
    await withdrawal.admit({ closePortfolio: true, cash: [pounds('20')] });
    expect((await withdrawal.next(portfolioWithdrawalAdmitted)).body).toMatchObject({ amount: pounds('120'), fee: pounds('5') });
    expect(await portfolio.view()).toMatchObject({ status: 'closing' });
    expect(await withdrawal.raised()).toMatchObject([{ isin: vanguard, proceeds: pounds('105'), bookCost: pounds('105') }]);
    await portfolio.accrue(pounds('1.50'));
    await withdrawal.complete(pounds('120'), pounds('5'));
    const fees = await portfolio.request(getFeePortfolio, {});
    expect((await withdrawal.next(portfolioWithdrawalCharged)).body).toEqual({ portfolioId: portfolio.id, feePortfolioId: fees.id });
    expect(await portfolio.view()).toMatchObject({ status: 'closed', holdings: [], accruedFees: [pounds('1.50')] });
    const cash = await portfolio.transactions({ types: ['Withdrawal', 'Charge'] });
    expect(cash.map(({ type, consideration }) => [type, consideration.units])).toEqual([['Withdrawal', '-12000'], ['Charge', '-500']]);
    expect((await portfolio.transactions({ portfolioId: fees.id })).map(({ type, consideration }) => [type, consideration.units])).toEqual([['Charge', '500']]);
  });

  it('is charged by the schedule that is in force when it is admitted', async () => {
    const portfolio = await executionOnly();
    await portfolio.accrue(pounds('5'));
    const set = (charge: 'accrued' | 'none', flat: MoneyJson[], revision: number) => portfolio.request(setFeeSchedule, { charge, flat, revision });
    expect(await portfolio.request(getFeeSchedule, {})).toEqual({ charge: 'accrued', flat: [], revision: 0 });
    const admitted = await TestWithdrawal.admitted(portfolio, { cash: [pounds('20')] });
    expect(await set('none', [pounds('1.50')], 2)).toEqual({ charge: 'none', flat: [pounds('1.50')], revision: 2 });
    expect(await set('accrued', [], 1)).toEqual({ charge: 'none', flat: [pounds('1.50')], revision: 2 });
    await expect(set('none', [pounds('1'), pounds('2')], 3)).rejects.toThrow('cannot be set');
    await admitted.complete(pounds('15'), pounds('5'));
    await admitted.next(portfolioWithdrawalCharged);
    expect((await portfolio.view()).accruedFees).toEqual([]);
    await portfolio.accrue(pounds('4'));
    const later = new TestWithdrawal(portfolio);
    await later.admit({ cash: [pounds('20')] });
    expect((await later.next(portfolioWithdrawalAdmitted)).body).toMatchObject({ amount: pounds('18.50'), fee: pounds('1.50') });
    await later.complete(pounds('18.50'), pounds('1.50'));
    await later.next(portfolioWithdrawalCharged);
    expect((await portfolio.view()).accruedFees).toEqual([pounds('4')]);
    await set('accrued', [], 4);
  });

  it('of an execution-only portfolio pays out cash, leaves the holdings, and charges too', async () => {
    const portfolio = await executionOnly();
    await portfolio.hold(vanguard, '10', '10');
    await portfolio.accrue(pounds('5'));
    const withdrawal = new TestWithdrawal(portfolio);
    await withdrawal.admit({ cash: [pounds('20')] });
    expect((await withdrawal.next(portfolioWithdrawalAdmitted)).body).toMatchObject({ amount: pounds('15'), fee: pounds('5') });
    await withdrawal.raise();
    await withdrawal.next(cashAtHand);
    await withdrawal.complete(pounds('15'), pounds('5'));
    await withdrawal.next(portfolioWithdrawalCharged);
    expect(await portfolio.view()).toMatchObject({ status: 'active', holdings: [{ quantity: '10' }], accruedFees: [] });
  });

  it('of the fee portfolio itself is charged and credited there, and its transactions add up to what was paid', async () => {
    const portfolio = await executionOnly();
    const fees = Object.assign(portfolio, await portfolio.request(getFeePortfolio, {}));
    await fees.accrue(pounds('5'));
    const withdrawal = await TestWithdrawal.admitted(fees, { cash: [pounds('20')] });
    for (let times = 0; times < 2; times += 1) {
      await withdrawal.complete(pounds('15'), pounds('5'));
      await withdrawal.next(portfolioWithdrawalCharged);
    }
    expect((await fees.transactions()).map(({ type, consideration }) => [type, consideration.units])).toEqual([['Withdrawal', '-1500'], ['Charge', '-500'], ['Charge', '500']]);
  });

  it('that comes to nothing leaves the portfolio open', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '10', '10');
    await portfolio.fault('reject', { count: 9 });
    const withdrawal = await TestWithdrawal.admitted(portfolio, { closePortfolio: true });
    await withdrawal.raise();
    expect((await withdrawal.next(cashNotRaised)).body.reason).toBe('holdings_would_remain');
    await Promise.all([withdrawal.release(), withdrawal.release()]);
    await withdrawal.next(portfolioReleased);
    await withdrawal.next(portfolioReleased);
    expect(await portfolio.view()).toMatchObject({ status: 'active', holdings: [{ quantity: '10' }] });
  });

  it('whose fee eats up what the sale brought is not paid', async () => {
    const portfolio = await discretionary();
    await portfolio.hold(vanguard, '10', '10');
    await portfolio.accrue(pounds('60'));
    const withdrawal = await TestWithdrawal.admitted(portfolio, {});
    await world.control(portfolio.tenantId, '/prices', { isin: vanguard, price: '6', currency: 'GBP' });
    await withdrawal.raise();
    expect((await withdrawal.next(cashNotRaised)).body).toMatchObject({ reason: 'fee_exceeds_balance', sales: [{ proceeds: pounds('60') }] });
  });
});

describe('a withdrawal that was paid', () => {
  it('is shown once, however often that is said, and frees its slot', async () => {
    const portfolio = await discretionary();
    const withdrawal = await TestWithdrawal.admitted(portfolio, of('10', [pounds('100')]));
    await Promise.all([withdrawal.complete(pounds('10')), withdrawal.complete(pounds('10'))]);
    await withdrawal.next(portfolioWithdrawalCompleted);
    await withdrawal.next(portfolioWithdrawalCompleted);
    await withdrawal.released();
    await withdrawal.admit(of('10', [pounds('100')]));
    await withdrawal.next(portfolioWithdrawalAdmitted);
    expect(await portfolio.transactions()).toMatchObject([{ type: 'Withdrawal', status: 'Settled', consideration: { currency: 'GBP', units: '-1000' } }]);
    await TestWithdrawal.admitted(portfolio, of('10', [pounds('90')]));
  });

  it('and given back by the bank has an adjustment, once for each return', async () => {
    const portfolio = await executionOnly();
    const withdrawal = await TestWithdrawal.admitted(portfolio, of('10', [pounds('100')]));
    await withdrawal.complete(pounds('10'));
    await withdrawal.next(portfolioWithdrawalCompleted);
    for (let times = 0; times < 2; times += 1) {
      await withdrawal.giveBack('leg/return', pounds('10'));
      await withdrawal.next(portfolioReturnBooked);
    }
    expect((await portfolio.transactions()).map(({ type, consideration }) => [type, consideration.units])).toEqual([['Withdrawal', '-1000'], ['Adjustment', '1000']]);
  });

  it('closes nothing that an operator holds open for it, and a closed portfolio admits nothing', async () => {
    const portfolio = await executionOnly();
    await portfolio.request(setPortfolioStatus, { id: portfolio.id, status: 'closed' });
    const withdrawal = new TestWithdrawal(portfolio);
    await withdrawal.admit(of('1', [pounds('10')]));
    expect(await withdrawal.refusal()).toBe('portfolio_not_active');
  });
});
