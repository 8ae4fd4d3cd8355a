import { describe, expect, it } from '@jest/globals';
import { aWithdrawal } from '../../test/withdrawal.builder.js';
import { compareHolds, holdsOf, type Hold } from './holds.js';

const must: Hold = { holdId: 'w1/1', accountId: 'acc_1', units: '6000', held: 'must' };
const may: Hold = { ...must, held: 'may' };
const open = (units: string, holdId = 'w1/1') => ({ holdId, accountId: 'acc_1', open: { units } });

describe('what the ledger holds and what withdrawals have held', () => {
  it.each([
    ['a hold of the right amount', [open('6000')], [must]],
    ['a hold that is just being placed, and not there yet', [], [may]],
    ['a hold that is just being voided, and still there', [open('6000')], [may]],
    ['a hold whose amount is only known when it is placed', [open('14500')], [{ holdId: 'w1/1', accountId: 'acc_1', held: 'may' } as const]],
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
    expect(['placingHold', 'delivering', 'posting'].map(inState)).toEqual([[{ ...held, held: 'may' }], [{ ...held, held: 'must' }], [{ ...held, held: 'may' }]]);
  });

  it.each(['awaitingAcceptance', 'settled', 'failed', 'cancelled', 'returned'])('has nothing held when it is %s', (state) => {
    expect(inState(state)).toEqual([]);
  });
});
