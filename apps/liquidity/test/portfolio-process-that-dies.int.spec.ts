import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { infrastructure, spawnService, terminate, until } from '@sluice/builders';
import { cashRaised, portfolioWithdrawalAdmitted, portfolioWithdrawalCharged } from '@sluice/contract-liquidity';
import { createConnection, type Connection } from 'mongoose';
import { ishares, PortfolioWorld, pounds, TestPortfolio, vanguard } from './portfolio-world.js';
import { TestWithdrawal } from './test-withdrawal.js';

const main = new URL('../src/main.ts', import.meta.url);

let world: PortfolioWorld;
let database: Connection;
beforeAll(async () => {
  world = await PortfolioWorld.start();
  database = await createConnection(infrastructure().mongodbUri, { dbName: `${world.service.namespace}_liquidity` }).asPromise();
});
afterAll(async () => {
  await database.close();
  await world.stop();
});

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const stored = (collection: string, filter: object = {}): Promise<number> => database.collection(collection).countDocuments(filter);
const journal = async (tenantId: string): Promise<{ key: string }[]> => {
  const response = await fetch(`${world.simulators.url}/custodian/journal?tenantId=${tenantId}`);
  return ((await response.json()) as { orders: { key: string }[] }).orders;
};

const soldIn = (rows: readonly { type: string; quantity?: string | undefined }[]): number => rows.filter(({ type }) => type === 'Sell').reduce((sum, { quantity }) => sum - Number(quantity), 0);

describe('commands that come in any order, at once and again and again', () => {
  const words = ['admit', 'admit', 'raise', 'raise', 'stop', 'release', 'complete', 'complete'] as const;

  it.each([1, 2, 3, 4, 5])('leave one truth (round %d)', async (round) => {
    const portfolio = await TestPortfolio.open(world);
    await portfolio.hold(vanguard, '100', '10');
    await portfolio.accrue(pounds('5'));
    const withdrawal = await TestWithdrawal.admitted(portfolio, { cash: [pounds('10')] });
    const send = { admit: () => withdrawal.admit({ cash: [pounds('10')] }), raise: withdrawal.raise, stop: withdrawal.stop, release: withdrawal.release, complete: () => withdrawal.complete(pounds('1005'), pounds('5')) };
    const shuffled = words.map((word, index) => ({ word, rank: (index * 7 + round * 3) % 8 })).toSorted((left, right) => left.rank - right.rank);
    for (const { word } of shuffled) await send[word]();
    await withdrawal.stop();
    await until('the slot is free', async () => {
      await withdrawal.release();
      return (await stored('portfolios', { _id: portfolio.id, 'places.0': { $exists: true } })) === 0;
    });
    // A sale that was left behind is shown by its transaction first and by the portfolio after it.
    let rows = await portfolio.transactions();
    let view = await portfolio.view();
    await until('the portfolio says what its transactions say', async () => {
      [rows, view] = [await portfolio.transactions(), await portfolio.view()];
      return Number(view.holdings[0]?.quantity ?? '0') === 100 - soldIn(rows);
    });
    const count = (type: string): number => rows.filter((row) => row.type === type).length;
    expect(count('Withdrawal')).toBeLessThanOrEqual(1);
    expect(count('Charge')).toBe(count('Withdrawal'));
    expect(view.accruedFees).toEqual(count('Charge') === 1 ? [] : [pounds('5')]);
    expect(view.status).toBe('active');
    await TestWithdrawal.admitted(portfolio, TestWithdrawal.of('1', [pounds('100')]));
  });
});

describe('a process that is killed again and again while it sells', () => {
  it('sells each order once, shows each part once, and answers', async () => {
    const portfolio = await TestPortfolio.open(world);
    await portfolio.hold(vanguard, '100', '10');
    await portfolio.hold(ishares, '100', '10');
    await portfolio.accrue(pounds('5'));
    await portfolio.fault('slow', { count: 2, delayMs: 4_000 });
    await world.service.stopOnly();
    const environment = { SLUICE_NAMESPACE: world.service.namespace, CUSTODIAN_URL: world.simulators.url, CUSTODIAN_TIMEOUT_MS: '5000' };
    const withdrawal = new TestWithdrawal(portfolio);
    await withdrawal.admit({ closePortfolio: true });
    await dies(environment, async () => (await stored('portfolios', { _id: portfolio.id, 'places.0': { $exists: true } })) > 0);
    const admissionProcess = spawnService(main, environment);
    await withdrawal.next(portfolioWithdrawalAdmitted);
    await withdrawal.raise();
    await until('orders are about to be sent', async () => (await stored('portfolios', { _id: portfolio.id, 'places.raising.orders.status': 'placing' })) > 0);
    await killed(admissionProcess);
    await dies(environment, async () => (await stored('portfolio_transactions', { portfolioId: portfolio.id, type: 'Sell' })) > 0);
    const survivor = spawnService(main, environment);
    const { sales } = (await withdrawal.next(cashRaised)).body;
    expect(sales.map(({ proceeds }) => proceeds)).toEqual([pounds('1000'), pounds('1000')]);
    expect(new Set((await journal(portfolio.tenantId)).map(({ key }) => key)).size).toBe(2);
    await withdrawal.complete(pounds('1995'), pounds('5'));
    await withdrawal.next(portfolioWithdrawalCharged);
    await terminate(survivor);
    await world.restart(world.simulators.url);
    expect(await portfolio.view()).toMatchObject({ status: 'closed', holdings: [], accruedFees: [] });
    const rows = await portfolio.transactions();
    const sells = rows.filter(({ type }) => type === 'Sell');
    expect(sells.reduce((sum, { consideration }) => sum + BigInt(consideration.units), 0n)).toBe(200_000n);
    expect(rows.filter(({ type }) => type !== 'Sell').map(({ type, consideration }) => [type, consideration.units])).toEqual([['Withdrawal', '-199500'], ['Charge', '-500']]);
  });
});

async function dies(environment: Record<string, string>, when: () => Promise<boolean>): Promise<void> {
  const child = spawnService(main, environment);
  await until('the moment has come', when);
  await killed(child);
}

describe('a custodian that cannot be reached', () => {
  it('decides nothing: a withdrawal that has to know a rate is parked, and admitted when it is redriven', async () => {
    const portfolio = await TestPortfolio.open(world);
    await portfolio.hold(vanguard, '10', '10', 'USD');
    const withdrawal = new TestWithdrawal(portfolio);
    await world.restart('http://127.0.0.1:9');
    await withdrawal.admit(TestWithdrawal.of('10', [pounds('100')]));
    await until('it is parked', async () => (await stored('dead_letters', { withdrawalId: withdrawal.id })) === 1);
    expect(await stored('portfolio_withdrawals', { _id: withdrawal.id })).toBe(0);
    await world.restart(world.simulators.url);
    await withdrawal.admit(TestWithdrawal.of('10', [pounds('100')]));
    await withdrawal.next(portfolioWithdrawalAdmitted);
  });
});
