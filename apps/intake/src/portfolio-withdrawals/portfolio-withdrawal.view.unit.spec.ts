import { describe, expect, it } from '@jest/globals';
import { aWithdrawal } from '../../test/withdrawal.builder.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { canonicalViewOf } from '../operations/canonical.view.js';
import { portfolioSourcesOf } from './portfolio-withdrawal.view.js';

const gbp = (units: number) => ({ currency: 'GBP' as const, units: String(units) });
const sale = (orderId: string, units: number, currency: 'GBP' | 'USD' = 'GBP') => ({ orderId, isin: 'GB00B3X7QG63', proceeds: { currency, units: String(units) }, bookCost: gbp(1) });

function portfolio(cash: number, sales: ReturnType<typeof sale>[], isHeld = true): Withdrawal {
  const { state } = aWithdrawal({
    amount: gbp(10_000), fee: gbp(500), payoutLegs: isHeld ? [{ legId: 'l1', attempt: 1, amount: gbp(10_000), status: 'planned' }] : [],
    portfolio: { portfolioId: 'prt-1', type: 'specified', closePortfolio: false, currency: 'GBP', cash: [gbp(cash)], sales },
  });
  return { ...state, kind: 'portfolio', state: 'delivering' };
}
const shown = (withdrawal: Withdrawal) => portfolioSourcesOf(withdrawal).map(({ positionKey, amount }) => [positionKey, amount.units]);

describe('the sources of a portfolio’s withdrawal', () => {
  it('are cash alone when there is enough', () => {
    expect(shown(portfolio(20_000, []))).toEqual([['cash', '10500']]);
  });

  it('are cash first, then what was sold, and add up to amount and fee', () => {
    expect(shown(portfolio(4_000, [sale('o1', 5_000), sale('o2', 2_000)]))).toEqual([['cash', '4000'], ['GB00B3X7QG63', '5000'], ['GB00B3X7QG63', '1500']]);
  });

  it('are no sales that were not needed, nor those in another currency', () => {
    expect(shown(portfolio(10_500, [sale('o1', 5_000)]))).toEqual([['cash', '10500']]);
    expect(shown(portfolio(10_000, [sale('o1', 9_000, 'USD'), sale('o2', 600)]))).toEqual([['cash', '10000'], ['GB00B3X7QG63', '500']]);
  });

  it('have no cash among them when there was none', () => {
    expect(shown(portfolio(0, [sale('o1', 11_000)]))).toEqual([['GB00B3X7QG63', '10500']]);
  });

  it('are not known before the cash is held', () => {
    expect(shown(portfolio(4_000, [sale('o1', 7_000)], false))).toEqual([]);
  });

  it('are part of the canonical view', () => {
    const stored = { ...aWithdrawal(), state: portfolio(20_000, []) };
    expect(canonicalViewOf(stored, new Date()).sourceLegs).toEqual(portfolioSourcesOf(stored.state));
  });
});
