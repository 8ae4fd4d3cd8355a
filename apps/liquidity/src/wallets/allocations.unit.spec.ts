import { describe, expect, it } from '@jest/globals';
import type { Group } from '@sluice/contract-liquidity';
import fc from 'fast-check';
import { allocated, bridged, checkedCash, foundByLeg, freed, handedOver, moved, moving, notMoved, spent } from './allocations.js';
import { cashShown, earnedIn, holdingsOf, onChainOf, roundingOf, type OnChainWallet } from './holdings.js';
import type { Chain, PositionKey } from './sources.js';
import { bookedOf, sum, usdcJson, type Wallet } from './wallet.js';

const bare: Wallet = { label: '', status: 'active', approvalPolicy: 'none', targets: [], address: '0x00', createdAt: '2026-02-05T11:00:00.000Z', allocations: [], cash: {}, flows: {}, countedDeposits: [] };
const holding = (cash: Wallet['cash'], positions: Partial<Record<PositionKey, bigint>> = {}): Wallet =>
  ({ ...bare, cash, flows: Object.fromEntries(Object.entries(positions).map(([key, paidIn]) => [key, { paidIn, takenOut: 0n }])) });
const empty = holding({ arbitrum: 100n, base: 5n }, { usdz: 50n });

interface Shown {
  readonly cash?: Partial<Record<Chain, bigint>>;
  readonly positions?: Partial<Record<PositionKey, bigint>>;
  readonly done?: string[];
  readonly left?: string[];
  readonly paid?: string[];
}

const sightOf = ({ cash = {}, positions = {}, done = [], left = [], paid = [] }: Shown): OnChainWallet => ({
  cash: new Map(Object.entries(cash) as [Chain, bigint][]),
  positions: new Map(Object.entries(positions).map(([key, value]) => [key as PositionKey, { value, shares: value }])),
  doneTransactions: new Set(done), leftAllocations: new Set(left), paidAllocations: new Set(paid),
});

const group = (...sources: [id: string, key: Group['key'], chain: Chain, units: bigint][]): Group => ({
  key: sources.at(-1)![1], amount: usdcJson(sum(sources.map(([, , , units]) => units))),
  sources: sources.map(([id, key, chain, units]) => ({ id, key, chain, amount: usdcJson(units) })),
});

const cash60 = group(['a', 'cash_usdc:cctp', 'arbitrum', 60n]);
const usdz35 = group(['b', 'usdz', 'arbitrum', 35n]);
const freeIn = (wallet: Wallet, shown: Shown = {}): bigint => sum(holdingsOf(wallet, sightOf(shown)).map(({ available }) => available));
const totalOf = (wallet: Wallet, shown: Shown = {}): bigint => sum(holdingsOf(wallet, sightOf(shown)).map(({ value }) => value));
const required = (wallet: Wallet | null): Wallet => {
  if (wallet === null) throw new Error('There is no wallet.');
  return wallet;
};

describe('what can be withdrawn', () => {
  it('is what is booked, whatever has reached the chain beside it', () => {
    expect(freeIn(holding({ arbitrum: 60n }), { cash: { arbitrum: 100n, base: 7n } })).toBe(60n);
    expect(holdingsOf(holding({ arbitrum: 60n }), sightOf({ cash: { arbitrum: 100n } })).find(({ chain }) => chain === 'arbitrum')).toMatchObject({ value: 60n, available: 60n });
  });

  it('is no more of a position than was put in, though what it has earned is shown', () => {
    const wallet = holding({}, { syrupUsdc: 50n });
    const shown = { positions: { syrupUsdc: 57n } };
    expect([freeIn(wallet, shown), totalOf(wallet, shown), earnedIn(wallet, sightOf(shown))]).toEqual([50n, 57n, 7n]);
  });

  it('is no more of a position than it would pay out', () => {
    const wallet = holding({}, { syrupUsdc: 50n });
    expect([freeIn(wallet, { positions: { syrupUsdc: 44n } }), earnedIn(wallet, sightOf({ positions: { syrupUsdc: 44n } }))]).toEqual([44n, 0n]);
  });

  it('cannot be said of a wallet whose cash is not booked yet', () => {
    const { cash: _, ...old } = empty;
    expect(() => freeIn(old)).toThrow('still to be booked');
  });
});

describe('value that is set aside', () => {
  it('is not available again, in a position as in cash', () => {
    const wallet = allocated(empty, 'r', [cash60, usdz35]);
    expect(freeIn(wallet, { positions: { usdz: 50n } })).toBe(60n);
  });

  it('is never available below zero, or in another location', () => {
    const wallet = allocated(holding({ arbitrum: 10n, base: 5n }), 'r', [cash60]);
    expect(freeIn(wallet)).toBe(5n);
  });

  it('of an unwind is never available twice, nor for a moment lost, whichever view is first', () => {
    const wallet = required(moving(allocated(holding({}, { usdz: 50n }), 'r', [usdz35]), 'b', 'position', 'cash', 'tx'));
    const before = { positions: { usdz: 50n } };
    const after = { positions: { usdz: 15n }, done: ['tx'] };
    expect([freeIn(wallet, before), totalOf(wallet, before), earnedIn(wallet, sightOf(before))]).toEqual([15n, 50n, 0n]);
    expect([freeIn(wallet, after), totalOf(wallet, after), earnedIn(wallet, sightOf(after))]).toEqual([15n, 50n, 0n]);
    const noted = required(moved(wallet, 'tx'));
    expect([freeIn(noted, after), totalOf(noted, after), bookedOf(noted), noted.cash]).toEqual([15n, 50n, 50n, { arbitrum: 35n }]);
  });

  it('is booked where it came from while it crosses the bridge, and gone once it was booked out', () => {
    const wallet = handedOver(allocated(holding({ arbitrum: 100n }), 'r', [cash60]), ['a'], { destinationChain: 'ethereum', pullNonces: ['0x01'], paymentNonce: '0x02' });
    expect([freeIn(wallet), totalOf(wallet)]).toEqual([40n, 100n]);
    expect(spent(wallet, ['a'])).toMatchObject({ allocations: [], cash: { arbitrum: 40n } });
  });

  it('is cash at its destination when it was bridged and given up, once', () => {
    const wallet = allocated(holding({ arbitrum: 100n }), 'r', [cash60]);
    const there = bridged(wallet, ['a'], 'ethereum');
    expect(there.cash).toEqual({ arbitrum: 40n, ethereum: 60n });
    expect(bridged(there, ['a'], 'ethereum')).toBe(there);
    expect([freeIn(there), freeIn(freed(there, ['a'])), bridged(freed(there, ['a']), ['a'], 'ethereum').cash]).toEqual([40n, 100n, there.cash]);
  });

  it('never leaves more than there is', () => {
    expect(() => spent(allocated(holding({ arbitrum: 10n }), 'r', [cash60]), ['a'])).toThrow(RangeError);
  });
});

describe('what the chains show of a wallet', () => {
  const crossing = handedOver(allocated(holding({ arbitrum: 100n }), 'r', [cash60]), ['a'], { destinationChain: 'ethereum', pullNonces: ['0x01'], paymentNonce: '0x02' });
  const views: Shown[] = [{ cash: { arbitrum: 100n, ethereum: 0n } }, { cash: { arbitrum: 40n, ethereum: 0n }, left: ['a'] }, { cash: { arbitrum: 40n, ethereum: 60n }, left: ['a'] }];

  it('has what was burned and not minted, and not what was paid', () => {
    expect(views.map((shown) => onChainOf(crossing, sightOf(shown)))).toEqual([100n, 100n, 100n]);
    expect(onChainOf(crossing, sightOf({ cash: { arbitrum: 40n, ethereum: 0n }, left: ['a'], paid: ['a'] }))).toBe(40n);
  });

  it('is without what positions have earned, and with what reached it unbooked', () => {
    expect(onChainOf(holding({ base: 3n }, { syrupUsdc: 50n }), sightOf({ cash: { base: 9n }, positions: { syrupUsdc: 57n } }))).toBe(59n);
  });

  it('would be booked where it came from', () => {
    expect(views.map((shown) => cashShown(crossing.allocations, sightOf(shown)).get('arbitrum'))).toEqual([100n, 100n, 100n]);
    expect(views.map((shown) => cashShown(crossing.allocations, sightOf(shown)).get('ethereum'))).toEqual([0n, 0n, 0n]);
    expect(cashShown(crossing.allocations, sightOf({ cash: { arbitrum: 40n, ethereum: 0n }, left: ['a'], paid: ['a'] })).get('arbitrum')).toBe(100n);
  });
});

describe('a leg whose cash is checked', () => {
  const two = allocated(allocated(empty, 'r', [cash60]), 's', [group(['c', 'cash_usdc:cctp', 'arbitrum', 30n])]);
  const check = (wallet: Wallet, shown: Shown) => checkedCash(wallet, 'leg/1', cash60, sightOf(shown));

  it('finds it, also when others have not been checked and would come short', () => {
    expect(check(two, { cash: { arbitrum: 60n } })).toBe('there');
  });

  it('does not take what another leg has found', () => {
    expect(check(foundByLeg(two, ['c'], 'other/1'), { cash: { arbitrum: 89n } })).toBe('short');
    expect(check(foundByLeg(two, ['c'], 'other/1'), { cash: { arbitrum: 90n } })).toBe('there');
  });

  it('does not count what another leg has paid already', () => {
    expect(check(foundByLeg(two, ['c'], 'other/1'), { cash: { arbitrum: 60n }, paid: ['c'] })).toBe('there');
  });

  it('finds the same again when it is checked again', () => {
    expect(check(foundByLeg(two, ['a'], 'leg/1'), { cash: { arbitrum: 60n } })).toBe('there');
  });

  it('finds nothing set aside once that was given up', () => {
    expect(check(freed(two, ['a']), { cash: { arbitrum: 100n } })).toBe('gone');
    expect(check(empty, { cash: { arbitrum: 100n } })).toBe('gone');
  });
});

describe('a position that is to be taken out', () => {
  const wallet = allocated(empty, 'r', [usdz35]);

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
    expect(freeIn(given, { positions: { usdz: 50n } })).toBe(120n);
    expect(freeIn(given, { positions: { usdz: 15n }, done: ['tx'] })).toBe(120n);
    const done = required(moved(given, 'tx'));
    expect(done).toMatchObject({ allocations: [], cash: { arbitrum: 135n }, flows: { usdz: { takenOut: 35n } } });
    expect(freeIn(done, { positions: { usdz: 15n } })).toBe(155n);
  });

  it('whose transaction came to nothing is where it was: set aside, or free when it was given up', () => {
    const noted = required(moving(wallet, 'b', 'position', 'cash', 'tx'));
    expect(required(notMoved(noted, 'tx'))).toEqual(wallet);
    expect(required(notMoved(freed(noted, ['b']), 'tx')).allocations).toEqual([]);
  });

  it('is moved once: a repeated observation changes nothing', () => {
    const done = required(moved(required(moving(wallet, 'b', 'position', 'cash', 'tx')), 'tx'));
    expect([moved(done, 'tx'), notMoved(done, 'tx')]).toEqual([null, null]);
  });
});

describe('a window that was given up', () => {
  const rlp = group(['d', 'rlp', 'ethereum', 7n]);
  const waiting = required(moved(required(moving(allocated(holding({}, { rlp: 10n }), 'r', [rlp]), 'd', 'position', 'window', 'ask')), 'ask'));

  it('holds its value until the end, of the wallet and not available', () => {
    const given = freed(waiting, ['d']);
    expect([freeIn, totalOf].map((of) => of(given, { positions: { rlp: 3n } }))).toEqual([3n, 10n]);
    expect(bookedOf(given)).toBe(10n);
    const fetching = required(moving(given, 'd', 'window', 'cash', 'get'));
    expect(freeIn(required(moved(fetching, 'get')), { positions: { rlp: 3n } })).toBe(10n);
  });
});

describe('bookkeeping', () => {
  it('spends and frees what it knows and nothing else', () => {
    const wallet = allocated(empty, 'r', [cash60]);
    expect(spent(wallet, ['nothing'])).toEqual(wallet);
    expect(spent(spent(wallet, ['a']), ['a'])).toEqual({ ...empty, cash: { arbitrum: 40n, base: 5n } });
    expect(freed(freed(wallet, ['a']), ['a'])).toEqual(empty);
  });

  it.each([[0n, 0n, 0n], [5n, 5n, 0n], [10n, 4n, 4n], [3n, 7n, 2n]])('of %s units in %s shares sets %s aside for rounding', (value, shares, rounding) => {
    expect(roundingOf(value, shares)).toBe(rounding);
  });

  it('never makes more available than is booked', () => {
    const allocation = fc.tuple(fc.uuid(), fc.constantFrom<Chain>('arbitrum', 'base'), fc.bigInt({ min: 1n, max: 100n }));
    fc.assert(fc.property(fc.array(allocation), fc.bigInt({ min: 0n, max: 500n }), fc.bigInt({ min: 0n, max: 500n }), (allocations, arbitrum, base) => {
      const wallet = allocations.reduce((known, [id, chain, units]) => allocated(known, 'r', [group([id, 'cash_usdc:cctp', chain, units])]), holding({ arbitrum, base }));
      const held = sum(allocations.map(([, , units]) => units));
      const free = freeIn(wallet, { cash: { arbitrum: arbitrum + 1_000n } });
      expect(free).toBeLessThanOrEqual(arbitrum + base);
      expect(free).toBeGreaterThanOrEqual(arbitrum + base - held > 0n ? arbitrum + base - held : 0n);
    }));
  });
});
