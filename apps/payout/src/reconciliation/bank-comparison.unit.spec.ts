import { describe, expect, it } from '@jest/globals';
import type { BankLeg } from '../bank-payments/bank-leg.js';
import type { StatementLine } from '../providers/bank.js';
import { compareWithBank } from './bank-comparison.js';

const amount = { currency: 'USD', units: '6000' } as const;
const leg = (status: BankLeg['status'], change: Partial<BankLeg> = {}): BankLeg => ({ legId: 'l1', attempt: 1, key: 'k1', amount, status, returns: [], ...change } as BankLeg);
const line = (status: StatementLine['status'], change: Partial<StatementLine> = {}): StatementLine => ({ key: 'k1', endToEndId: 'l1/1', amount, status, ...change });
const returns = [{ code: 'R03' }] as unknown as BankLeg['returns'];

describe('our payments and the bank’s books', () => {
  it.each([
    ['a payment that both have', [leg('delivered')], [line('settled')]],
    ['a payment that came back', [leg('delivered', { returns })], [line('returned')]],
    ['a payment that came back before it arrived', [leg('failed', { returns })], [line('returned')]],
    ['a payment that the bank has taken and not settled', [leg('sent')], [line('accepted')]],
    ['a payment whose fate is being found out', [leg('unknown')], []],
    ['a payment that was refused', [leg('failed')], []],
    ['a payment that was cancelled, and never given', [leg('cancelled')], []],
    ['nothing', [], []],
  ])('agree on %s', (_, legs, statement) => {
    expect(compareWithBank(legs, statement)).toEqual([]);
  });

  it.each([
    ['a payment that the bank has not', [leg('delivered')], [], { kind: 'missing', reference: 'l1/1', expected: '60.00 USD', actual: null }],
    ['a payment of another amount', [leg('delivered')], [line('settled', { amount: { currency: 'USD', units: '6001' } })], { kind: 'amount', reference: 'l1/1', expected: '60.00 USD', actual: '60.01 USD' }],
    ['a payment that we cancelled and the bank made', [leg('cancelled')], [line('settled')], { kind: 'extra', reference: 'l1/1', expected: null, actual: '60.00 USD' }],
    ['a payment that failed for us and was made', [leg('failed')], [line('settled')], { kind: 'extra', reference: 'l1/1', expected: null, actual: '60.00 USD' }],
    ['a payment that is nobody’s', [], [line('accepted', { key: 'k9', endToEndId: 'x/1' })], { kind: 'extra', reference: 'x/1', expected: null, actual: '60.00 USD' }],
    ['a payment that has settled without our knowing', [leg('sent')], [line('settled')], { kind: 'late', reference: 'l1/1', expected: 'sent', actual: 'settled' }],
    ['a payment that came back without our knowing', [leg('delivered')], [line('returned')], { kind: 'late', reference: 'l1/1', expected: 'delivered', actual: 'returned' }],
  ])('break on %s', (_, legs, statement, expected) => {
    expect(compareWithBank(legs, statement)).toEqual([{ provider: 'bank', ...expected }]);
  });

  it('break on one payment under two keys: one of them is unknown here, and it was made twice', () => {
    expect(compareWithBank([leg('delivered')], [line('settled'), line('settled', { key: 'k2' })]).map(({ kind, reference }) => [kind, reference])).toEqual([['extra', 'l1/1'], ['duplicate', 'l1/1']]);
  });
});
