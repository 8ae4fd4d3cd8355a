import { describe, expect, it } from '@jest/globals';
import { compareOrders } from './cash-raising.controller.js';

const gbp = (units: string) => ({ currency: 'GBP' as const, units });
const line = (key: string, units: string, isSettled = true) => ({ key, isSettled, proceeds: gbp(units) });
const sold = (orderId: string, units: string) => ({ orderId, proceeds: gbp(units) });
const nothingOpen = new Set<string>();

describe('our sales and the custodian’s books', () => {
  it('agree where each order brought the same', () => {
    expect(compareOrders([sold('o1', '500')], nothingOpen, [line('o1', '500')])).toEqual([]);
  });

  it.each([
    ['an order that the custodian does not have', [sold('o1', '500')], [], { kind: 'missing', reference: 'o1', expected: '5.00 GBP', actual: null }],
    ['an order that brought something else', [sold('o1', '500')], [line('o1', '499')], { kind: 'amount', reference: 'o1', expected: '5.00 GBP', actual: '4.99 GBP' }],
    ['an order that is not ours', [], [line('o9', '500')], { kind: 'extra', reference: 'o9', expected: null, actual: '5.00 GBP' }],
    ['an order that the custodian has twice', [sold('o1', '500')], [line('o1', '500'), line('o1', '500')], { kind: 'duplicate', reference: 'o1', expected: '1 order', actual: '2 orders' }],
  ])('differ by %s', (_, ours, books, expected) => {
    expect(compareOrders(ours, nothingOpen, books)).toEqual([{ provider: 'custodian', ...expected }]);
  });

  it('do not differ by an order that is still being carried out, or not yet paid for', () => {
    expect(compareOrders([], new Set(['o1']), [line('o1', '500'), line('o2', '500', false)])).toEqual([]);
  });
});
