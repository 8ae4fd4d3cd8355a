import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import { PortfolioWorld } from '../../test/portfolio-world.js';
import { WalletWorld } from '../../test/wallet-world.js';
import { aWithdrawal } from '../../test/withdrawal.builder.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { compareClearing, compareHolds, expect as expectOf, holdsOf, type Expectations, type Hold } from './ledger.js';

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

describe('a clearing account', () => {
  const expected = Money.ofUnits('USD', 6_000n);

  it('is right when it stands at what was delivered, or does not exist and nothing was', () => {
    expect([...compareClearing('clearing:ACH:USD', expected, amount), ...compareClearing('clearing:ACH:USD', Money.zero('USD'), null)]).toEqual([]);
  });

  it.each([
    ['less', { currency: 'USD', units: '5999' } as const, '59.99'], ['more', { currency: 'USD', units: '6001' } as const, '60.01'], ['nothing', null, '0.00'],
  ])('breaks invariant 5 when it has %s', (_, booked, reported) => {
    expect(compareClearing('clearing:ACH:USD', expected, booked)).toEqual([{ invariant: 5, text: `clearing:ACH:USD stands at ${reported} USD, withdrawals delivered 60.00` }]);
  });
});

const must: Hold = { holdId: 'w1/1', accountId: 'acc_1', units: '6000', ledgerHold: 'open' };
const may: Hold = { ...must, ledgerHold: 'maybe' };
const open = (units: string, holdId = 'w1/1') => ({ holdId, accountId: 'acc_1', open: { units } });

describe('what the ledger holds and what withdrawals have held', () => {
  it.each([
    ['a hold of the right amount', [open('6000')], [must]],
    ['a hold that is just being placed, and not there yet', [], [may]],
    ['a hold that is just being voided, and still there', [open('6000')], [may]],
    ['a hold whose amount is only known when it is placed', [open('14500')], [{ holdId: 'w1/1', accountId: 'acc_1', ledgerHold: 'maybe' } as const]],
    ['nothing at all', [], []],
  ])('agree on %s', (_, found, expected) => {
    expect(compareHolds(found, expected)).toEqual([]);
  });

  it.each([
    ['a hold of no withdrawal', [open('6000'), open('1', 'w2/1')], [must], 'hold w2/1 of acc_1 is open, and no withdrawal under way has it'],
    ['a hold of another amount', [open('5999')], [must], 'hold w1/1 of acc_1 holds 5999 units, its withdrawal 6000'],
    ['a hold of another amount that is just being placed', [open('5999')], [may], 'hold w1/1 of acc_1 holds 5999 units, its withdrawal 6000'],
    ['a hold that is gone', [], [must], 'hold w1/1 of acc_1 is not open'],
    ['a hold on another account', [{ ...open('6000'), accountId: 'acc_2' }], [may], 'hold w1/1 of acc_2 is open, and no withdrawal under way has it'],
  ])('break invariant 11 by %s', (_, found, expected, text) => {
    expect(compareHolds(found, expected)).toEqual([{ invariant: 11, text }]);
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
