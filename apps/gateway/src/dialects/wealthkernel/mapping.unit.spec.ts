import { describe, expect, it } from '@jest/globals';
import { type PortfolioWithdrawalView } from '@sluice/contract-intake';
import { phaseSchema } from '@sluice/contract-kit';
import { cashBody, time, transactionBody, withdrawalBody } from './mapping.js';

const AT = '2019-10-08T13:55:16.423Z';
const gbp = (units: string) => ({ currency: 'GBP' as const, units });

const view: PortfolioWithdrawalView = {
  id: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11', dialect: 'wealthkernel', dialectId: 'wth-abcdefghij2345', version: 1, phase: 'created', hold: 'none', portfolioId: 'prt-abcdefghij2345',
  bankAccountId: 'bac-abcdefghij2345', type: 'specified', consideration: { currency: 'GBP', amount: '100.50' }, closePortfolio: false, fee: gbp('0'), createdAt: AT, updatedAt: AT,
};
const printed = (change: Partial<PortfolioWithdrawalView>): Record<string, unknown> => JSON.parse(JSON.stringify(withdrawalBody({ ...view, ...change }))) as Record<string, unknown>;

describe('a withdrawal', () => {
  it('has every field, and nothing of the canonical one', () => {
    expect(printed({})).toEqual({
      id: view.dialectId, type: 'SpecifiedAmount', portfolioId: view.portfolioId, bankAccountId: view.bankAccountId, consideration: { currency: 'GBP', amount: 100.5 }, reference: null, closePortfolio: false,
      paidOut: null, status: 'Pending', reason: null, requestedAt: '2019-10-08T13:55:16.4230000Z',
    });
  });

  it('has a reason exactly where one is due', () => {
    const reasons = phaseSchema.options.map((phase) => [phase, printed({ phase, reason: 'Because.' })['reason'], printed({ phase })['reason']]);
    expect(reasons.filter(([, given]) => given !== null)).toEqual([
      ['partial', 'Because.', null], ['failed', 'Because.', 'The withdrawal was rejected.'], ['rejected', 'Because.', 'The withdrawal was rejected.'], ['cancelled', 'Because.', 'The withdrawal was cancelled.'],
    ]);
  });

  it.each([['1', '0.01'], ['10', '0.1'], ['100', '1'], ['114', '1.14'], ['10000', '100'], ['99999999999999999', '999999999999999.99'], ['100000000000000000000000', '1000000000000000000000']])('of %s pence paid out prints %s', (units, amount) => {
    expect(JSON.stringify(withdrawalBody({ ...view, phase: 'settled', paidOut: gbp(units) }).paidOut)).toBe(`{"currency":"GBP","amount":${amount}}`);
  });
});

describe('what else is printed', () => {
  it('has seven digits of a second, whatever it came with', () => {
    expect([time('2019-10-08T13:55:16Z'), time('2019-10-08T13:55:16.4Z'), time('2019-10-08T13:55:16.423792Z')]).toEqual([
      '2019-10-08T13:55:16.0000000Z', '2019-10-08T13:55:16.4000000Z', '2019-10-08T13:55:16.4230000Z',
    ]);
  });

  it('is a transaction of cash without an instrument, with the sign it has', () => {
    const row = transactionBody({ id: 'txn-1', portfolioId: 'prt-1', type: 'Withdrawal', status: 'Settled', consideration: gbp('-10000'), date: '2019-10-08', timestamp: AT, settledOn: '2019-10-08', updatedAt: AT });
    expect(JSON.parse(JSON.stringify(row))).toMatchObject({ isin: null, price: null, quantity: null, charges: null, bookCost: null, consideration: { currency: 'GBP', amount: -100 }, settledOn: '2019-10-08' });
  });

  it('is a rate with every digit, or none at all', () => {
    expect(JSON.stringify(cashBody('prt-1', { amount: gbp('100'), value: gbp('87'), fxRate: '0.8712345678' }))).toContain('"value":{"currency":"GBP","amount":0.87},"fxRate":0.8712345678');
    expect(JSON.stringify(cashBody('prt-1', { amount: gbp('100'), value: null, fxRate: null }))).toContain('"value":null,"fxRate":null');
  });
});
