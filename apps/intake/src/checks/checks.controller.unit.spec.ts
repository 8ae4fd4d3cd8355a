import { describe, expect, it } from '@jest/globals';
import { WalletWorld } from '../../test/wallet-world.js';
import { underWay } from './checks.controller.js';

describe('what is on its way out of a wallet', () => {
  it('is every leg that has not ended', () => {
    const [begun, ended] = [new WalletWorld(), new WalletWorld()];
    while (begun.withdrawal.state.legs.length === 0) begun.answer(0, 0);
    ended.finish(0);
    expect([underWay([begun.withdrawal, ended.withdrawal]), underWay([ended.withdrawal]), underWay([])]).toEqual([100_000n, 0n, 0n]);
  });
});
