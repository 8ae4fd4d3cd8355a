import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  accrueFee, depositHolding, getFeePortfolio, getParty, getPortfolio, listParties, listPortfolios, listTransactions, openParty, openPortfolio,
  recordCashDeposit, setPartyStatus, setPortfolioStatus, valueCash,
} from '@sluice/contract-liquidity';
import { newId } from '@sluice/kernel';
import { ishares, money, PortfolioWorld, pounds, TestPortfolio, vanguard } from './portfolio-world.js';

let world: PortfolioWorld;
beforeAll(async () => { world = await PortfolioWorld.start(); });
afterAll(() => world.stop());

const open = (...more: Parameters<typeof TestPortfolio.open> extends [unknown, ...infer Rest] ? Rest : never) => TestPortfolio.open(world, ...more);

describe('a party', () => {
  it('is opened once for its id, and is its tenant\'s alone', async () => {
    const { partyId, tenantId } = await open();
    const portfolio = await open({}, tenantId);
    const again = await portfolio.request(openParty, { id: partyId, name: 'Ada Lovelace' });
    expect(again).toMatchObject({ id: partyId, name: 'Ada Lovelace', status: 'active' });
    expect(await portfolio.request(getParty, { id: partyId })).toEqual(again);
    await expect(portfolio.request(openParty, { id: partyId, name: 'Someone' })).rejects.toMatchObject({ code: 'request_conflict' });
    const stranger = await open();
    await expect(stranger.request(getParty, { id: partyId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(stranger.request(openParty, { id: partyId, name: 'Ada Lovelace' })).rejects.toMatchObject({ code: 'request_conflict' });
    await expect(stranger.request(setPartyStatus, { id: partyId, status: 'closed' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has a status that can be set', async () => {
    const portfolio = await open();
    expect(await portfolio.request(setPartyStatus, { id: portfolio.partyId, status: 'suspended' })).toMatchObject({ status: 'suspended' });
    expect(await portfolio.request(getParty, { id: portfolio.partyId })).toMatchObject({ status: 'suspended' });
  });
});

describe('a portfolio', () => {
  it('is opened once for its id, for a party that is there', async () => {
    const portfolio = await open({ mandate: 'execution_only', accountType: 'ISA' });
    const view = await portfolio.view();
    expect(view).toMatchObject({ id: portfolio.id, partyId: portfolio.partyId, currency: 'GBP', mandate: 'execution_only', accountType: 'ISA', status: 'active', holdings: [], accruedFees: [] });
    const asked = { id: portfolio.id, partyId: portfolio.partyId, name: 'Growth', currency: 'GBP', mandate: 'execution_only', accountType: 'ISA' } as const;
    expect(await portfolio.request(openPortfolio, asked)).toEqual(view);
    await expect(portfolio.request(openPortfolio, { ...asked, mandate: 'discretionary' })).rejects.toMatchObject({ code: 'request_conflict' });
    await expect(portfolio.request(openPortfolio, { ...asked, id: 'prt-other', partyId: 'pty-none' })).rejects.toMatchObject({ code: 'not_found', details: [{ field: 'partyId' }] });
    await expect((await open()).request(getPortfolio, { id: portfolio.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has a status that can be set', async () => {
    const portfolio = await open();
    expect(await portfolio.request(setPortfolioStatus, { id: portfolio.id, status: 'closing' })).toMatchObject({ status: 'closing' });
    await expect((await open()).request(setPortfolioStatus, { id: portfolio.id, status: 'active' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of the fees is there from the first request for it, the same for good, one for each tenant', async () => {
    const portfolio = await open();
    const asked = await Promise.all([1, 2, 3].map(() => portfolio.request(getFeePortfolio, {})));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(asked[0]!.id).toMatch(/^prt-[a-z2-7]{14}$/);
    expect(await portfolio.request(getParty, { id: asked[0]!.partyId })).toMatchObject({ status: 'active' });
    expect((await (await open()).request(getFeePortfolio, {})).id).not.toBe(asked[0]!.id);
  });
});

describe('lists', () => {
  it('are oldest first and show each once, while many are added', async () => {
    const first = await open();
    let isAdding = true;
    const adding = Promise.all(Array.from({ length: 24 }, () => open({}, first.tenantId))).finally(() => { isAdding = false; });
    const seen: string[] = [];
    for (let hasMore = true; hasMore || isAdding;) {
      const page = await first.request(listPortfolios, { limit: 3, after: seen.at(-1) });
      seen.push(...page.portfolios.map(({ id }) => id));
      hasMore = page.hasMore;
    }
    const last = await first.request(listPortfolios, { limit: 100, after: seen.at(-1) });
    seen.push(...last.portfolios.map(({ id }) => id));
    expect(seen[0]).toBe(first.id);
    expect(seen.toSorted()).toEqual([first, ...(await adding)].map(({ id }) => id).toSorted());
    expect((await first.request(listParties, { limit: 1_000 })).parties).toHaveLength(25);
  });

  it('can be narrowed to a party, and go on only after what is there', async () => {
    const [one, other] = [await open(), await open()];
    expect((await one.request(listPortfolios, { limit: 5, partyId: one.partyId })).portfolios.map(({ id }) => id)).toEqual([one.id]);
    expect((await one.request(listPortfolios, { limit: 5, partyId: other.partyId })).portfolios).toEqual([]);
    await expect(one.request(listPortfolios, { limit: 5, after: other.id })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(one.request(listParties, { limit: 5, after: 'made-up' })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(one.request(listTransactions, { limit: 5, after: 'made-up' })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(one.request(listTransactions, { limit: 5, portfolioId: other.id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a holding that arrives', () => {
  it('is booked once, at its cost, and more of it at the new price', async () => {
    const portfolio = await open();
    const depositId = newId();
    expect(await Promise.all([1, 2].map(() => portfolio.hold(vanguard, '10.5', '3.335', 'GBP', depositId)))).toEqual([{ bookCost: pounds('35.02') }, { bookCost: pounds('35.02') }]);
    await portfolio.hold(vanguard, '1', '4');
    await portfolio.hold(ishares, '2', '50', 'USD');
    expect((await portfolio.view()).holdings).toEqual([
      { isin: vanguard, quantity: '11.5', price: '4', currency: 'GBP', bookCost: pounds('39.02') },
      { isin: ishares, quantity: '2', price: '50', currency: 'USD', bookCost: money('100', 'USD') },
    ]);
  });

  it('is refused to a stranger, in another currency, for nothing, and under an id that stands for something else', async () => {
    const portfolio = await open();
    const depositId = newId();
    await portfolio.hold(vanguard, '1', '4', 'GBP', depositId);
    await expect(portfolio.hold(vanguard, '1', '4', 'USD')).rejects.toMatchObject({ code: 'currency_mismatch' });
    await expect(portfolio.hold(vanguard, '2', '4', 'GBP', depositId)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(portfolio.hold(vanguard, '1', '0.004')).rejects.toMatchObject({ code: 'invalid_request' });
    await expect((await open()).request(depositHolding, { depositId: newId(), portfolioId: portfolio.id, isin: vanguard, quantity: '1', price: '1', currency: 'GBP' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await portfolio.view()).holdings).toMatchObject([{ quantity: '1', bookCost: pounds('4') }]);
  });
});

describe('fees and cash', () => {
  it('accrue once for each id, by currency', async () => {
    const portfolio = await open();
    const feeId = newId();
    await Promise.all([portfolio.accrue(pounds('2.50'), feeId), portfolio.accrue(pounds('2.50'), feeId), portfolio.accrue(pounds('1')), portfolio.accrue(money('3', 'USD'))]);
    expect((await portfolio.view()).accruedFees.toSorted((left, right) => (left.currency < right.currency ? -1 : 1))).toEqual([pounds('3.50'), money('3', 'USD')]);
    await expect((await open()).request(accrueFee, { feeId, portfolioId: portfolio.id, amount: pounds('1') })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('show a deposit once', async () => {
    const portfolio = await open();
    const deposit = { depositId: newId(), portfolioId: portfolio.id, amount: pounds('250') };
    await Promise.all([1, 2].map(() => portfolio.request(recordCashDeposit, deposit)));
    const [shown, ...others] = await portfolio.transactions();
    expect([shown, others]).toMatchObject([{ type: 'Deposit', status: 'Settled', consideration: pounds('250'), portfolioId: portfolio.id }, []]);
    expect(shown!.id).toMatch(/^trn-[a-z2-7]{14}$/);
    await portfolio.request(recordCashDeposit, { ...deposit, depositId: newId() });
    expect(await portfolio.transactions({ after: shown!.id })).toHaveLength(1);
    const today = shown!.date;
    expect(await portfolio.transactions({ types: ['Deposit'], statuses: ['Settled'], startDate: today, endDate: today, updatedSince: shown!.updatedAt })).toHaveLength(2);
    for (const nothing of [{ types: ['Sell'] as const }, { statuses: ['Matched'] as const }, { startDate: '2999-01-01' }, { endDate: '1999-01-01' }, { updatedSince: '2999-01-01T00:00:00Z' }]) {
      expect(await portfolio.transactions({ ...nothing, types: 'types' in nothing ? [...nothing.types] : undefined, statuses: 'statuses' in nothing ? [...nothing.statuses] : undefined })).toEqual([]);
    }
    await expect((await open()).request(recordCashDeposit, deposit)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are valued in the base currency, exactly or not at all', async () => {
    const portfolio = await open();
    const value = (amounts: ReturnType<typeof pounds>[]) => portfolio.request(valueCash, { portfolioId: portfolio.id, amounts });
    expect((await value([pounds('10.01'), money('10.01', 'USD'), money('1', 'USDC')])).values).toEqual([
      { amount: pounds('10.01'), value: pounds('10.01'), fxRate: '1' },
      { amount: money('10.01', 'USD'), value: pounds('7.82'), fxRate: '0.78125' },
      { amount: money('1', 'USDC'), value: null, fxRate: null },
    ]);
  });
});
