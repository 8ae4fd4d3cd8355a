import { describe, expect, it } from '@jest/globals';
import type { Group } from '@sluice/contract-liquidity';
import fc from 'fast-check';
import type { Chain, PositionKey } from '../planner/yield-sources.js';
import { checkedCash, claimed, foundByLeg, freed, handedOver, moved, moving, notMoved, paidIn, spent } from './claims.js';
import { holdingsOf, roundingOf, type Sight } from './holdings.js';
import { sum, usdcJson } from './usdc.js';
import type { Wallet } from './wallet.js';

const empty: Wallet = { label: '', status: 'active', approvalPolicy: 'none', targets: [], address: '0x00', createdAt: '2026-02-05T11:00:00.000Z', claims: [], flows: {}, countedDeposits: [] };

interface Shown {
  readonly cash?: Partial<Record<Chain, bigint>>;
  readonly positions?: Partial<Record<PositionKey, bigint>>;
  readonly done?: string[];
  readonly left?: string[];
  readonly paid?: string[];
}

const sightOf = ({ cash = {}, positions = {}, done = [], left = [], paid = [] }: Shown): Sight => ({
  cash: new Map(Object.entries(cash) as [Chain, bigint][]),
  positions: new Map(Object.entries(positions).map(([key, value]) => [key as PositionKey, { value, shares: value }])),
  doneTransactions: new Set(done), leftClaims: new Set(left), paidClaims: new Set(paid),
});

const group = (...sources: [id: string, key: Group['key'], chain: Chain, units: bigint][]): Group => ({
  key: sources.at(-1)![1], amount: usdcJson(sum(sources.map(([, , , units]) => units))),
  sources: sources.map(([id, key, chain, units]) => ({ id, key, chain, amount: usdcJson(units) })),
});

const cash60 = group(['a', 'cash_usdc:cctp', 'arbitrum', 60n]);
const usdz35 = group(['b', 'usdz', 'arbitrum', 35n]);
const freeIn = (wallet: Wallet, shown: Shown): bigint => sum(holdingsOf(wallet.claims, sightOf(shown)).map(({ available }) => available));
const totalOf = (wallet: Wallet, shown: Shown): bigint => sum(holdingsOf(wallet.claims, sightOf(shown)).map(({ value }) => value));
const required = (wallet: Wallet | null): Wallet => {
  if (wallet === null) throw new Error('There is no wallet.');
  return wallet;
};

describe('value that is set aside', () => {
  it('is not available again, in a position as in cash', () => {
    const wallet = claimed(empty, 'r', [cash60, usdz35]);
    expect(freeIn(wallet, { cash: { arbitrum: 100n }, positions: { usdz: 50n } })).toBe(55n);
  });

  it('is never available below zero, or in another place', () => {
    const wallet = claimed(empty, 'r', [cash60]);
    expect(freeIn(wallet, { cash: { arbitrum: 10n, base: 5n } })).toBe(5n);
  });

  it('of an unwind is never available twice, nor for a moment lost, whichever view is first', () => {
    const wallet = required(moving(claimed(empty, 'r', [usdz35]), 'b', 'position', 'cash', 'tx'));
    expect(freeIn(wallet, { cash: { arbitrum: 0n }, positions: { usdz: 50n } })).toBe(15n);
    expect(freeIn(wallet, { cash: { arbitrum: 35n }, positions: { usdz: 15n }, done: ['tx'] })).toBe(15n);
    expect(freeIn(required(moved(wallet, 'tx')), { cash: { arbitrum: 35n }, positions: { usdz: 15n } })).toBe(15n);
  });

  it('is accounted for while it crosses the bridge, and gone once it was paid', () => {
    const wallet = handedOver(claimed(empty, 'r', [cash60]), ['a'], { destinationChain: 'ethereum', pullNonces: ['0x01'], paymentNonce: '0x02' });
    const views: Shown[] = [{ cash: { arbitrum: 100n, ethereum: 0n } }, { cash: { arbitrum: 40n, ethereum: 0n }, left: ['a'] }, { cash: { arbitrum: 40n, ethereum: 60n }, left: ['a'] }];
    expect(views.map((shown) => [freeIn(wallet, shown), totalOf(wallet, shown)])).toEqual([[40n, 100n], [40n, 100n], [40n, 100n]]);
    expect([freeIn, totalOf].map((of) => of(wallet, { cash: { arbitrum: 40n, ethereum: 0n }, left: ['a'], paid: ['a'] }))).toEqual([40n, 40n]);
  });
});

describe('a leg that looks for its cash', () => {
  const two = claimed(claimed(empty, 'r', [cash60]), 's', [group(['c', 'cash_usdc:cctp', 'arbitrum', 30n])]);
  const check = (wallet: Wallet, shown: Shown) => checkedCash(wallet, 'leg/1', cash60, sightOf(shown));

  it('finds it, also when others have still to look and would come short', () => {
    expect(check(two, { cash: { arbitrum: 60n } })).toBe('there');
  });

  it('does not take what another leg has found', () => {
    expect(check(foundByLeg(two, ['c'], 'other/1'), { cash: { arbitrum: 89n } })).toBe('short');
    expect(check(foundByLeg(two, ['c'], 'other/1'), { cash: { arbitrum: 90n } })).toBe('there');
  });

  it('does not count what another leg has paid already', () => {
    expect(check(foundByLeg(two, ['c'], 'other/1'), { cash: { arbitrum: 60n }, paid: ['c'] })).toBe('there');
  });

  it('finds the same again when it looks again', () => {
    expect(check(foundByLeg(two, ['a'], 'leg/1'), { cash: { arbitrum: 60n } })).toBe('there');
  });

  it('finds nothing set aside once that was given up', () => {
    expect(check(freed(two, ['a']), { cash: { arbitrum: 100n } })).toBe('gone');
    expect(check(empty, { cash: { arbitrum: 100n } })).toBe('gone');
  });
});

describe('a position that is to be taken out', () => {
  const wallet = claimed(empty, 'r', [usdz35]);

  it('is noted once, and again for the same transaction', () => {
    const noted = required(moving(wallet, 'b', 'position', 'cash', 'tx'));
    expect(moving(noted, 'b', 'position', 'cash', 'tx')).toBe(noted);
    expect(moving(noted, 'b', 'position', 'cash', 'other')).toBeNull();
  });

  it('is not touched once it was given up, or when it is elsewhere', () => {
    expect(moving(freed(wallet, ['b']), 'b', 'position', 'cash', 'tx')).toBeNull();
    expect(moving(wallet, 'b', 'window', 'cash', 'tx')).toBeNull();
  });

  it('given up on the way is free when it comes, and not before', () => {
    const given = freed(required(moving(wallet, 'b', 'position', 'cash', 'tx')), ['b']);
    expect(freeIn(given, { cash: { arbitrum: 0n }, positions: { usdz: 35n } })).toBe(0n);
    expect(freeIn(given, { cash: { arbitrum: 35n }, positions: { usdz: 0n }, done: ['tx'] })).toBe(35n);
    expect(required(moved(given, 'tx'))).toMatchObject({ claims: [], flows: { usdz: { takenOut: 35n } } });
  });

  it('whose transaction came to nothing is where it was: set aside, or free when it was given up', () => {
    const noted = required(moving(wallet, 'b', 'position', 'cash', 'tx'));
    expect(required(notMoved(noted, 'tx'))).toEqual(wallet);
    expect(required(notMoved(freed(noted, ['b']), 'tx')).claims).toEqual([]);
  });

  it('is moved once: the same news again says nothing', () => {
    const done = required(moved(required(moving(wallet, 'b', 'position', 'cash', 'tx')), 'tx'));
    expect([moved(done, 'tx'), notMoved(done, 'tx')]).toEqual([null, null]);
  });
});

describe('a window that was given up', () => {
  const rlp = group(['d', 'rlp', 'ethereum', 7n]);
  const waiting = required(moved(required(moving(claimed(empty, 'r', [rlp]), 'd', 'position', 'window', 'ask')), 'ask'));

  it('holds its value until the end, of the wallet and not available', () => {
    const given = freed(waiting, ['d']);
    expect([freeIn, totalOf].map((of) => of(given, { cash: { ethereum: 0n }, positions: { rlp: 3n } }))).toEqual([3n, 10n]);
    const fetching = required(moving(given, 'd', 'window', 'cash', 'get'));
    expect(freeIn(required(moved(fetching, 'get')), { cash: { ethereum: 7n }, positions: { rlp: 3n } })).toBe(10n);
  });
});

describe('bookkeeping', () => {
  it('counts a deposit once', () => {
    const wallet = required(paidIn(empty, 'deposit', 'usdz', 5n));
    expect([wallet.flows, paidIn(wallet, 'deposit', 'usdz', 5n)]).toEqual([{ usdz: { paidIn: 5n, takenOut: 0n } }, null]);
  });

  it('spends and frees what it knows and nothing else', () => {
    const wallet = claimed(empty, 'r', [cash60]);
    expect(spent(wallet, ['nothing'])).toEqual(wallet);
    expect(spent(spent(wallet, ['a']), ['a'])).toEqual(empty);
    expect(freed(freed(wallet, ['a']), ['a'])).toEqual(empty);
  });

  it.each([[0n, 0n, 0n], [5n, 5n, 0n], [10n, 4n, 4n], [3n, 7n, 2n]])('of %s units in %s shares sets %s aside for rounding', (value, shares, rounding) => {
    expect(roundingOf(value, shares)).toBe(rounding);
  });

  it('never makes more available than the chain shows', () => {
    const claim = fc.tuple(fc.uuid(), fc.constantFrom<Chain>('arbitrum', 'base'), fc.bigInt({ min: 1n, max: 100n }));
    fc.assert(fc.property(fc.array(claim), fc.bigInt({ min: 0n, max: 500n }), fc.bigInt({ min: 0n, max: 500n }), (claims, arbitrum, base) => {
      const wallet = claims.reduce((known, [id, chain, units]) => claimed(known, 'r', [group([id, 'cash_usdc:cctp', chain, units])]), empty);
      const held = sum(claims.map(([, , units]) => units));
      const free = freeIn(wallet, { cash: { arbitrum, base } });
      expect(free).toBeLessThanOrEqual(arbitrum + base);
      expect(free).toBeGreaterThanOrEqual(arbitrum + base - held > 0n ? arbitrum + base - held : 0n);
    }));
  });
});
