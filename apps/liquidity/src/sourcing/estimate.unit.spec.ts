import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { yieldSources } from '../wallets/sources.js';
import { completionSeconds, estimated, quantilesOf, stepNames, timesFrom, type History } from './estimate.js';

const noHistory: History = () => null;
const chain = fc.constantFrom('ethereum', 'arbitrum', 'base', 'polygon', 'optimism');
const target = fc.record({ positionKey: fc.constantFrom(...yieldSources.map(({ positionKey }) => positionKey)), targetWeightBps: fc.constantFrom(0, 1, 5_000) });
const targets = fc.uniqueArray(target, { selector: ({ positionKey }) => positionKey, minLength: 1 });

describe('an estimate', () => {
  it('adds its steps up, and is as slow as its slowest position with weight', () => {
    fc.assert(fc.property(chain, targets, (destinationChain, wanted) => {
      const { estimates, fullSettlementTime } = estimated({ destinationChain, targets: wanted }, noHistory);
      for (const { steps, fullSettlementTime: whole } of estimates) {
        expect(steps.map(({ step }) => step)).toEqual(stepNames);
        for (const at of ['p50', 'p90', 'max'] as const) expect(steps.reduce((sum, { time }) => sum + time[at], 0)).toBe(whole[at]);
        expect(whole.p50).toBeLessThanOrEqual(whole.p90);
        expect(whole.p90).toBeLessThanOrEqual(whole.max);
      }
      const weighty = estimates.filter((_, index) => wanted[index]!.targetWeightBps > 0);
      expect(fullSettlementTime.max).toBe(Math.max(0, ...weighty.map(({ fullSettlementTime: { max } }) => max)));
    }));
  });

  it('bridges only between chains, an hour usually and three at most', () => {
    const bridge = (destination: 'arbitrum' | 'base') => timesFrom('usdz', 'arbitrum', destination, noHistory).steps[2]?.time;
    expect(bridge('arbitrum')).toEqual({ p50: 0, p90: 0, max: 0 });
    expect(bridge('base')).toMatchObject({ p50: 3_600, max: 10_800 });
  });

  it.each([['usdz', 0], ['syrupUsdc', 0], ['rlp', 86_400], ['ustb', 172_800]] as const)('unwinds %s in %d seconds', (key, seconds) => {
    expect(timesFrom(key, 'ethereum', 'ethereum', noHistory).steps[0]?.time).toEqual({ p50: seconds, p90: seconds, max: seconds });
  });

  it('unwinds and converts no cash', () => {
    expect(timesFrom('cash_usdc:cctp', 'base', 'base', noHistory).steps.map(({ time }) => time.max)).toEqual([0, 0, 0, 1_200]);
  });

  it('of a withdrawal from nowhere is that of paying out', () => {
    expect(completionSeconds([], 'base', noHistory)).toBe(120);
  });
});

describe('the system\'s own history', () => {
  const seconds = Array.from({ length: 20 }, (_, index) => index + 1);

  it('counts from twenty samples on', () => {
    expect(quantilesOf(seconds.slice(1))).toBeNull();
    expect(quantilesOf(seconds.toReversed())).toEqual({ p50: 10, p90: 18, max: 20 });
  });

  it('replaces what is published, step by step', () => {
    const history: History = ({ step, where }) => (step === 'bridge_cctp' && where === 'arbitrum' ? { p50: 60, p90: 70, max: 80 } : null);
    expect(timesFrom('usdz', 'arbitrum', 'base', history).steps[2]?.time).toEqual({ p50: 60, p90: 70, max: 80 });
    expect(timesFrom('syrupUsdc', 'ethereum', 'base', history).steps[2]?.time.p50).toBe(3_600);
    expect(timesFrom('usdz', 'arbitrum', 'arbitrum', history).steps[2]?.time.p50).toBe(0);
  });

  it('never names a time that did not occur', () => {
    fc.assert(fc.property(fc.array(fc.nat(), { minLength: 20 }), (samples) => {
      const { p50, p90, max } = quantilesOf(samples)!;
      for (const one of [p50, p90, max]) expect(samples).toContain(one);
      expect(max).toBe(Math.max(...samples));
    }));
  });
});
