import { describe, expect, it } from '@jest/globals';
import type { ExpectedHold } from '@sluice/contract-intake';
import { Money } from '@sluice/kernel';
import { compareClearing, compareHolds, sumHolds } from './checker.js';

const amount = { currency: 'USD', units: '6000' } as const;

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

const must: ExpectedHold = { holdId: 'w1/1', accountId: 'acc_1', units: '6000', ledgerHold: 'open' };
const may: ExpectedHold = { ...must, ledgerHold: 'maybe' };
const open = (units: string, holdId = 'w1/1') => ({ holdId, accountId: 'acc_1', open: { currency: 'USD' as const, units } });

describe('the open holds', () => {
  it('are counted and added up by currency', () => {
    const pounds = { open: { currency: 'GBP', units: '7' } as const };
    expect(sumHolds([open('6000'), pounds, open('1')])).toEqual([{ count: 2, held: { currency: 'USD', units: '6001' } }, { count: 1, held: pounds.open }]);
    expect(sumHolds([])).toEqual([]);
  });
});

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
