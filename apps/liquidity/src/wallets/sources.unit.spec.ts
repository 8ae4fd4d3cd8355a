import { describe, expect, it } from '@jest/globals';
import { cashKeyOf, domainOf, isCash, isWindowed, orderInDomain, yieldSourceOf, yieldSources, type Chain } from './sources.js';

const DAY = 86_400;
const unified: Chain[] = ['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'solana'];

describe('the yield positions', () => {
  it('are unwound in this order, on these chains, and take this long', () => {
    expect(yieldSources.map(({ positionKey, chain, windowSeconds, unwindTime }) => [positionKey, chain, windowSeconds, unwindTime])).toEqual([
      ['usdz', 'arbitrum', 0, 'PT0H'], ['syrupUsdc', 'ethereum', 0, 'PT0H'], ['rlp', 'ethereum', DAY, 'PT24H'], ['ustb', 'ethereum', 2 * DAY, 'P2D'],
    ]);
    expect(yieldSourceOf('rlp')).toMatchObject({ name: 'Resolv Liquidity Pool', type: 'async_redemption' });
  });

  it('have windows where value takes time to come out, and cash has none', () => {
    expect((['usdz', 'syrupUsdc', 'rlp', 'ustb', 'cash_usdc:cctp', 'cash_usdc:bsc'] as const).map(isWindowed)).toEqual([false, false, true, true, false, false]);
    expect(yieldSourceOf('cash_usdc:cctp')).toBeUndefined();
  });
});

describe('cash', () => {
  it.each(unified)('on %s is the bridge’s', (chain) => {
    expect([domainOf(chain), cashKeyOf(chain), orderInDomain(chain)]).toEqual(['usdc:unified', 'cash_usdc:cctp', unified.indexOf(chain)]);
  });

  it('on bsc stands alone', () => {
    expect([domainOf('bsc'), cashKeyOf('bsc'), orderInDomain('bsc')]).toEqual(['usdc:bsc', 'cash_usdc:bsc', 0]);
  });

  it('is what its key says', () => {
    expect((['cash_usdc:cctp', 'cash_usdc:bsc', 'usdz', 'rlp'] as const).map(isCash)).toEqual([true, true, false, false]);
  });
});
