import { describe, expect, it } from '@jest/globals';
import { compareWallet, type ShownWallet } from './reconciliation.process.js';

const usdc = (units: number) => ({ currency: 'USDC' as const, units: String(units) });
const wallet = (onChain: number, { booked = 5_000_000, coming = 0, gone = 0 } = {}): ShownWallet => ({
  id: 'wlt-1', onChain: usdc(onChain), booked: usdc(booked), coming: usdc(coming), gone: gone === 0 ? [] : [{ depositId: 'base/0xab/0', amount: usdc(gone) }],
});

describe('a wallet on its chains, in the ledger and as it is planned from', () => {
  it.each([
    ['the same', wallet(5_000_000), usdc(5_000_000), 0n],
    ['a vault’s rounding apart', wallet(4_999_990), usdc(5_000_000), 0n],
    ['less on the chains, by what is on its way', wallet(2_000_000), usdc(5_000_000), 3_000_000n],
    ['less on the chains, by a part of what is on its way', wallet(4_000_000), usdc(5_000_000), 3_000_000n],
    ['more on the chains, by what is coming', wallet(7_000_000, { coming: 2_000_000 }), usdc(5_000_000), 0n],
    ['more in the ledger than planned from, by what is coming', wallet(7_000_000, { coming: 2_000_000 }), usdc(7_000_000), 0n],
    ['less in the ledger than planned from, by what is on its way', wallet(2_000_000), usdc(2_000_000), 3_000_000n],
    ['empty, and unknown to the ledger', wallet(0, { booked: 0 }), null, 0n],
  ])('agree when they are %s', (_, shown, posted, onItsWay) => {
    expect(compareWallet(shown, posted, onItsWay)).toEqual([]);
  });

  it.each([
    ['the chain has more', wallet(17_000_000), usdc(5_000_000), 0n, '5.000000', '17.000000'],
    ['the chain has more than what is coming explains', wallet(17_000_000, { coming: 11_000_000 }), usdc(5_000_000), 0n, '5.000000', '17.000000'],
    ['the chain has more although something is on its way', wallet(17_000_000), usdc(5_000_000), 3_000_000n, '5.000000', '17.000000'],
    ['the chain has less', wallet(4_000_000), usdc(5_000_000), 0n, '5.000000', '4.000000'],
    ['the chain has less than what is on its way explains', wallet(1_000_000), usdc(5_000_000), 3_000_000n, '5.000000', '1.000000'],
    ['the chain has what the ledger does not know', wallet(1_000_000, { booked: 0 }), null, 0n, '0.000000', '1.000000'],
  ])('do not when %s', (_, shown, posted, onItsWay, expected, actual) => {
    expect(compareWallet(shown, posted, onItsWay)).toEqual([{ kind: 'amount', provider: 'chain', reference: 'wlt-1', expected: `${expected} USDC`, actual: `${actual} USDC` }]);
  });

  it.each([['more', 6_000_000], ['less', 4_000_000]])('do not when %s is planned from than the ledger has', (_, booked) => {
    expect(compareWallet(wallet(5_000_000, { booked }), usdc(5_000_000), 0n)).toMatchObject([{ kind: 'amount', reference: 'wlt-1 as planned from', expected: '5.000000 USDC' }]);
  });

  it('do not when a deposit that was booked is gone from its chain: that one is missing, and nothing else', () => {
    expect(compareWallet(wallet(3_000_000, { gone: 2_000_000 }), usdc(5_000_000), 0n)).toEqual([{ kind: 'missing', provider: 'chain', reference: 'base/0xab/0', expected: '2.000000 USDC', actual: null }]);
  });
});
