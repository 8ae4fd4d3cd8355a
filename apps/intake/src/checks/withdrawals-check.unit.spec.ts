import { describe, expect, it } from '@jest/globals';
import { PortfolioWorld } from '../../test/portfolio-world.js';
import { WalletWorld } from '../../test/wallet-world.js';
import { aWithdrawal } from '../../test/withdrawal.builder.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { expect as expectOf, holdsOf, type Expectations } from './withdrawals-check.js';

function expectedOf(...withdrawals: Parameters<typeof expectOf>[1][]): Record<string, string | null> {
  const expectations: Expectations = new Map();
  for (const withdrawal of withdrawals) expectOf(expectations, withdrawal);
  return Object.fromEntries([...expectations].map(([id, amount]) => [id, amount && `${amount.toDecimal()} ${amount.currency}`]));
}

const amount = { currency: 'USD', units: '6000' } as const;
const paid = aWithdrawal({ amount, payoutLegs: [{ legId: 'leg-1', attempt: 1, amount, status: 'delivered' }] });
const being = (state: string, phase: Withdrawal['phase'], details: Partial<Withdrawal['details']> = {}) =>
  ({ ...paid, state: { ...paid.state, state, phase, details: { ...paid.state.details, ...details } } });
const returned = { code: 'R03', at: '2026-01-16T12:00:00.000Z', legId: 'leg-1', amount };

describe('what withdrawals have moved onto a clearing account', () => {
  it.each([
    ['one that settled', [being('settled', 'settled')], '60.00 USD'],
    ['two that settled', [being('settled', 'settled'), being('settled', 'settled')], '120.00 USD'],
    ['one that was paid in part', [being('partial', 'partial')], '60.00 USD'],
    ['one that came back', [being('returned', 'settled', { returned })], '0.00 USD'],
    ['one that is just being posted', [being('settled', 'settled'), being('posting', 'delivering')], null],
    ['one whose return is just being booked', [being('bookingReturn', 'settled', { returned })], null],
  ])('is known of %s', (_, withdrawals, expected) => {
    expect(expectedOf(...withdrawals)).toEqual({ 'clearing:ACH:USD': expected });
  });

  it.each([['failed', 'failed'], ['cancelled', 'cancelled'], ['delivering', 'delivering']] as const)('is nothing of one that is %s', (state, phase) => {
    expect(expectedOf(being(state, phase))).toEqual({});
  });

  it('is every delivered leg of a wallet’s, and not the failed ones', () => {
    const [all, none] = [new WalletWorld(), new WalletWorld()];
    all.finish(0);
    none.finish(1);
    expect([expectedOf(all.withdrawal), expectedOf(none.withdrawal)]).toEqual([{ 'clearing:CHAIN:USDC': '0.100000 USDC' }, {}]);
  });

  it('is what a portfolio’s paid, and no fee rests where fees are cleared', () => {
    const world = new PortfolioWorld('full');
    world.finish(0);
    expect(Object.values(expectedOf({ ...world.withdrawal, state: { ...world.withdrawal.state, details: { ...world.withdrawal.state.details, rail: 'FPS' } } }))).toEqual(['145.00 GBP', '0.00 GBP']);
  });
});

describe('a withdrawal of an account', () => {
  const withdrawal = aWithdrawal({ fee: { currency: 'USD', units: '50' } });
  const inState = (state: string) => holdsOf({ ...withdrawal, state: { ...withdrawal.state, state } });
  const held = { holdId: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11/1', accountId: 'acc_1', units: '250050' };

  it('has amount and fee held from the moment that it is placed until it is posted', () => {
    expect(['placingHold', 'delivering', 'posting'].map(inState)).toEqual([[{ ...held, ledgerHold: 'maybe' }], [{ ...held, ledgerHold: 'open' }], [{ ...held, ledgerHold: 'maybe' }]]);
  });

  it.each(['awaitingAcceptance', 'settled', 'failed', 'cancelled', 'returned'])('has nothing held when it is %s', (state) => {
    expect(inState(state)).toEqual([]);
  });
});
