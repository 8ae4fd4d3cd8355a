import { describe, expect, it } from '@jest/globals';
import type { WalletView } from '@sluice/contract-liquidity';
import { WalletWorld } from '../../test/wallet-world.js';
import { compareWallet, underWay } from './wallets.js';

const usdc = (units: number) => ({ currency: 'USDC' as const, units: String(units) });
const wallet = (total: number, earned = 0): WalletView => ({
  id: 'wlt-1', label: 'Treasury', status: 'active', approvalPolicy: 'none', createdAt: '2026-01-15T10:30:00.000Z', depositAddress: '0x21246509968c4d24611f414560971AEc2e3A079B',
  targets: [], total: usdc(total), withdrawable: usdc(total), earned: usdc(earned), holdings: [],
});

describe('a wallet on its chains and in the ledger', () => {
  it.each([
    ['the same', wallet(5_000_000), usdc(5_000_000), 0n],
    ['the same, and its positions have earned', wallet(5_200_000, 200_000), usdc(5_000_000), 0n],
    ['a vault’s rounding apart', wallet(4_999_990), usdc(5_000_000), 0n],
    ['less, by what is on its way', wallet(2_000_000), usdc(5_000_000), 3_000_000n],
    ['less, by a part of what is on its way', wallet(4_000_000), usdc(5_000_000), 3_000_000n],
    ['empty, and unknown to the ledger', wallet(0), null, 0n],
  ])('agree when they are %s', (_, view, posted, onItsWay) => {
    expect(compareWallet(view, posted, onItsWay)).toEqual([]);
  });

  it.each([
    ['the chain has more', wallet(17_000_000), usdc(5_000_000), 0n, '5.000000', '17.000000'],
    ['the chain has more although something is on its way', wallet(17_000_000), usdc(5_000_000), 3_000_000n, '5.000000', '17.000000'],
    ['the chain has less', wallet(4_000_000), usdc(5_000_000), 0n, '5.000000', '4.000000'],
    ['the chain has less than what is on its way explains', wallet(1_000_000), usdc(5_000_000), 3_000_000n, '5.000000', '1.000000'],
    ['the chain has what the ledger does not know', wallet(1_000_000), null, 0n, '0.000000', '1.000000'],
  ])('do not when %s', (_, view, posted, onItsWay, expected, actual) => {
    expect(compareWallet(view, posted, onItsWay)).toEqual([{ kind: 'amount', provider: 'chain', reference: 'wlt-1', expected: `${expected} USDC`, actual: `${actual} USDC` }]);
  });
});

describe('what is on its way out of a wallet', () => {
  it('is every leg that has not ended', () => {
    const [begun, ended] = [new WalletWorld(), new WalletWorld()];
    while (begun.withdrawal.state.legs.length === 0) begun.answer(0, 0);
    ended.finish(0);
    expect([underWay([begun.withdrawal, ended.withdrawal]), underWay([ended.withdrawal]), underWay([])]).toEqual([100_000n, 0n, 0n]);
  });
});
