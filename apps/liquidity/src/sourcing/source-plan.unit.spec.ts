import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cashKeyOf, domainOf, isCash, isWindowed, yieldSources, type Chain } from '../wallets/sources.js';
import { sum, unitsOf } from '../wallets/wallet.js';
import { availableFor, plan, sharesOf, type Available } from './source-plan.js';

const chains = ['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'bsc'] as const;
const units = fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 10n ** 15n }));

/** A wallet's places, each at most once, in any order. */
const holdings = fc.tuple(...chains.map((chain) => units.map((available): Available => ({ key: cashKeyOf(chain), chain, available }))),
  ...yieldSources.map(({ positionKey, chain }) => units.map((available): Available => ({ key: positionKey, chain, available }))))
  .chain((all) => fc.shuffledSubarray(all));
const destination = fc.constantFrom<Chain>(...chains);

const numbered = () => {
  let made = 0;
  return () => `source-${(made += 1)}`;
};
const sourcesOf = (groups: NonNullable<ReturnType<typeof plan>>) => groups.flatMap(({ sources }) => sources);
const unwindOrder = (key: string): number => yieldSources.findIndex(({ positionKey }) => positionKey === key);

/** Any plan that can be made, with what it was made from. */
const planned = fc.tuple(holdings, destination, fc.double({ min: 0, max: 1, noNaN: true })).map(([held, destinationChain, share]) => {
  const available = availableFor(destinationChain, held);
  const wanted = (available * BigInt(Math.floor(share * 1_000_000))) / 1_000_000n || available;
  return { held, destinationChain, wanted, groups: plan({ units: wanted, destinationChain }, held, numbered()) };
}).filter(({ wanted }) => wanted > 0n);

describe('a plan', () => {
  it('sums to the amount exactly, group by group and source by source', () => {
    fc.assert(fc.property(planned, ({ wanted, groups }) => {
      expect(sum(groups!.map(({ amount }) => unitsOf(amount)))).toBe(wanted);
      for (const { amount, sources } of groups!) expect(sum(sources.map((source) => unitsOf(source.amount)))).toBe(unitsOf(amount));
    }));
  });

  it('takes from no source more than is available there, and from none twice', () => {
    fc.assert(fc.property(planned, ({ held, groups }) => {
      const sources = sourcesOf(groups!);
      expect(new Set(sources.map(({ key, chain }) => `${key} ${chain}`)).size).toBe(sources.length);
      for (const { key, chain, amount } of sources) {
        expect(unitsOf(amount)).toBeGreaterThan(0n);
        expect(unitsOf(amount)).toBeLessThanOrEqual(held.find((place) => place.key === key && place.chain === chain)?.available ?? 0n);
      }
    }));
  });

  it('never leaves the destination\'s bridge domain', () => {
    fc.assert(fc.property(planned, ({ destinationChain, groups }) => {
      expect(sourcesOf(groups!).filter(({ chain }) => domainOf(chain) !== domainOf(destinationChain))).toEqual([]);
    }));
  });

  it('touches a source only when every source before it is used up: cash at the destination, cash, then positions by their unwinding', () => {
    fc.assert(fc.property(planned, ({ held, destinationChain, groups }) => {
      const sources = sourcesOf(groups!);
      const rank = ({ key, chain }: Pick<Available, 'key' | 'chain'>): number => (isCash(key) ? (chain === destinationChain ? -2 : -1) : unwindOrder(key));
      const last = Math.max(...sources.map(rank));
      const before = held.filter((place) => domainOf(place.chain) === domainOf(destinationChain) && rank(place) < last && place.available > 0n);
      for (const { key, chain, available } of before) expect(unitsOf(sources.find((source) => source.key === key && source.chain === chain)!.amount)).toBe(available);
      expect(sources.map(rank)).toEqual(sources.map(rank).toSorted((left, right) => left - right));
    }));
  });

  it('delivers what can be had at once together, and each window by itself', () => {
    fc.assert(fc.property(planned, ({ groups }) => {
      for (const { key, sources } of groups!) {
        expect(key).toBe(sources.at(-1)?.key);
        if (sources.some((source) => isWindowed(source.key))) expect(sources).toHaveLength(1);
      }
      expect(groups!.filter((group) => !isWindowed(group.key)).length).toBeLessThanOrEqual(1);
    }));
  });

  it('is the same for the same holdings in any order', () => {
    fc.assert(fc.property(planned, ({ held, destinationChain, wanted, groups }) => {
      expect(plan({ units: wanted, destinationChain }, held.toReversed(), numbered())).toEqual(groups);
    }));
  });

  it('is what the seed shows: cash and usdz in one leg', () => {
    const held: Available[] = [{ key: 'usdz', chain: 'arbitrum', available: 52_500_000_000n }, { key: 'cash_usdc:cctp', chain: 'arbitrum', available: 30_000_000_000n }];
    expect(plan({ units: 65_000_000_000n, destinationChain: 'ethereum' }, held, numbered())).toMatchObject([
      { key: 'usdz', amount: { units: '65000000000' }, sources: [{ key: 'cash_usdc:cctp', amount: { units: '30000000000' } }, { key: 'usdz', amount: { units: '35000000000' } }] },
    ]);
  });
});

describe('no plan', () => {
  it('is made for one unit more than is available', () => {
    fc.assert(fc.property(holdings, destination, (held, destinationChain) => {
      expect(plan({ units: availableFor(destinationChain, held) + 1n, destinationChain }, held, numbered())).toBeNull();
    }));
  });

  it.each([0n, -1n])('is made for %s units', (nothing) => {
    expect(sharesOf({ units: nothing, destinationChain: 'base' }, [{ key: 'cash_usdc:cctp', chain: 'base', available: 5n }])).toBeNull();
  });

  it('is made for bsc from anywhere else, nor for elsewhere from bsc', () => {
    expect(plan({ units: 1n, destinationChain: 'bsc' }, [{ key: 'usdz', chain: 'arbitrum', available: 9n }], numbered())).toBeNull();
    expect(plan({ units: 1n, destinationChain: 'arbitrum' }, [{ key: 'cash_usdc:bsc', chain: 'bsc', available: 9n }], numbered())).toBeNull();
  });
});
