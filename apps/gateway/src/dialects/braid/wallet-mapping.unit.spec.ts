import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import { isoDuration } from './duration.js';
import { braidUsd as usd } from '@sluice/dialect-words';
import { estimatesBody, previewBody, walletBody, type YieldSources } from './wallet-mapping.js';

const usdc = (units: string) => ({ currency: 'USDC' as const, units });
const sources: YieldSources = [
  { positionKey: 'usdz', name: 'USDZ', chain: 'arbitrum', unwindTime: 'PT0H', type: 'stablecoin' }, { positionKey: 'syrupUsdc', name: 'Syrup', chain: 'ethereum', unwindTime: 'PT0H', type: 'vault' },
  { positionKey: 'rlp', name: 'RLP', chain: 'ethereum', unwindTime: 'PT24H', type: 'window' },
];
const wallet = {
  id: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db', label: 'Treasury', status: 'active' as const, approvalPolicy: 'none' as const, createdAt: '2026-02-05T08:15:00.000Z', depositAddress: '0x21246509968c4d24611f414560971AEc2e3A079B',
  targets: [{ positionKey: 'usdz' as const, targetWeightBps: 6050 }, { positionKey: 'rlp' as const, targetWeightBps: 3950 }],
  total: usdc('82500000000'), withdrawable: usdc('82500000001'), earned: usdc('1250500000'),
  holdings: [
    { key: 'cash_usdc:cctp' as const, chain: 'base' as const, value: usdc('1'), reserved: usdc('0') }, { key: 'usdz' as const, chain: 'arbitrum' as const, value: usdc('35000000000'), reserved: usdc('5') },
    { key: 'syrupUsdc' as const, chain: 'ethereum' as const, value: usdc('1000001'), reserved: usdc('0') },
  ],
};

describe('what Braid prints of a wallet', () => {
  it('is its address per chain, its balance, its strategy in percent, and what it has and is meant to have', () => {
    expect(walletBody(wallet, sources)).toEqual({
      id: wallet.id, label: 'Treasury', status: 'active', createdAt: '2026-02-05T08:15:00.000Z',
      depositAddresses: Object.fromEntries(['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'bsc'].map((chain) => [chain, wallet.depositAddress])),
      balance: { totalUsd: '82500.00', withdrawableUsd: '82500.000001', earnedUsd: '1250.50' },
      strategy: { allocations: [{ positionKey: 'usdz', pct: 60.5 }, { positionKey: 'rlp', pct: 39.5 }], status: 'aligned' },
      positions: [
        { positionKey: 'usdz', name: 'USDZ', chain: 'arbitrum', targetWeightBps: 6050, valueUsd: '35000.00' }, { positionKey: 'syrupUsdc', name: 'Syrup', chain: 'ethereum', targetWeightBps: 0, valueUsd: '1.000001' },
        { positionKey: 'rlp', name: 'RLP', chain: 'ethereum', targetWeightBps: 3950, valueUsd: '0.00' },
      ],
    });
  });
});

describe('dollars', () => {
  it.each([['0', '0.00'], ['1', '0.000001'], ['10', '0.00001'], ['100', '0.0001'], ['1000', '0.001'], ['10000', '0.01'], ['100000', '0.10'], ['1000000', '1.00'], ['65000000000', '65000.00'], ['100123456', '100.123456'], ['100120000', '100.12'], ['10000000', '10.00']])(
    'of %s units are %s', (units, printed) => {
      expect(usd(usdc(units))).toBe(printed);
    },
  );
});

describe('a length of time', () => {
  it.each([[0, 'PT0H'], [1, 'PT1S'], [60, 'PT1M'], [5_400, 'PT1H30M'], [7_200, 'PT2H'], [86_399, 'PT23H59M59S'], [86_400, 'PT24H'], [90_000, 'PT25H'], [172_799, 'PT47H59M59S'], [172_800, 'P2D'], [172_801, 'P2DT1S'], [10_800, 'PT3H']])('of %d seconds is %s', (seconds, printed) => {
    expect(isoDuration(seconds)).toBe(printed);
    expect(printed).toMatch(/^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/);
  });
});

describe('what Braid prints of what a withdrawal would do', () => {
  it('is the documentation’s example', () => {
    const preview = previewBody({ destinationChain: 'polygon', amount: Money.parse('65000', 'USDC') }, { available: usdc('82500000000'), fee: usdc('0'), completionSeconds: 7_200 });
    expect(JSON.stringify(preview)).toBe('{"amountUsd":"65000.00","feeUsd":"0.00","availableUsd":"82500.00","estimatedCompletionTime":"PT2H"}');
  });

  it('is each position’s steps with their quantiles, and the weight it was asked with', () => {
    const time = (p50: number) => ({ p50, p90: p50 * 2, max: p50 * 3 });
    const body = estimatesBody(
      { destinationChain: 'ethereum', targets: [{ positionKey: 'usdz', targetWeightBps: 10_000 }] },
      { estimates: [{ positionKey: 'usdz', sourceChain: 'arbitrum', steps: [{ step: 'unwind_liquidity', time: time(0) }, { step: 'bridge_cctp', time: time(3_600) }], fullSettlementTime: time(3_600) }], fullSettlementTime: time(3_600) },
    );
    const hour = { p50: 'PT1H', p90: 'PT2H', max: 'PT3H' };
    expect(body).toEqual({
      destinationToken: 'usdc', destinationChain: 'ethereum',
      estimates: [{
        positionKey: 'usdz', targetWeightBps: 10_000, sourceChain: 'arbitrum',
        steps: [{ step: 'unwind_liquidity', p50: 'PT0H', p90: 'PT0H', max: 'PT0H' }, { step: 'bridge_cctp', ...hour }], fullSettlementTime: hour,
      }],
      fullSettlementTime: hour,
    });
  });
});
