import { describe, expect, it } from '@jest/globals';
import { cashShown, earnedIn, hasPositions, holdingsOf, noPositions, onChainOf, roundingOf, type Booked, type OnChainWallet } from './holdings.js';
import type { Allocation } from './wallet.js';

const allocation = (id: string, changes: Partial<Allocation> = {}): Allocation => ({ id, reservationId: 'r', key: 'cash_usdc:cctp', chain: 'arbitrum', units: 10n, location: 'cash', isFreed: false, ...changes });
const inUsdz = (id: string, changes: Partial<Allocation> = {}): Allocation => allocation(id, { key: 'usdz', location: 'position', ...changes });
const inRlp = (id: string, changes: Partial<Allocation> = {}): Allocation => allocation(id, { key: 'rlp', chain: 'ethereum', location: 'window', ...changes });
const toBase = { destinationChain: 'base' as const, pullNonces: [], paymentNonce: '0x' as const };

const shown = (changes: Partial<OnChainWallet> = {}): OnChainWallet => ({ cash: new Map(), ...noPositions, leftAllocations: new Set(), paidAllocations: new Set(), ...changes });
const usdz = (value: bigint, shares = value): Pick<OnChainWallet, 'positions'> => ({ positions: new Map([['usdz', { value, shares }]]) });
const wallet = (changes: Partial<Booked>): Booked => ({ cash: {}, flows: {}, allocations: [], ...changes });
const put = (paidIn: bigint, takenOut = 0n) => ({ usdz: { paidIn, takenOut } });

const holding = (key: string, of: Parameters<typeof holdingsOf>[0], seen = shown()) => holdingsOf(of, seen).find((one) => one.key === key);

describe('cash that is held', () => {
  it.each([[60n, 10n, 50n], [10n, 10n, 0n], [4n, 4n, 0n]])('of %s has %s reserved and %s available beside an allocation of 10', (units, reserved, available) => {
    expect(holding('cash_usdc:cctp', wallet({ cash: { arbitrum: units }, allocations: [allocation('a')] }))).toEqual({ key: 'cash_usdc:cctp', chain: 'arbitrum', value: units, reserved, available });
  });

  it('is not reserved for what lies elsewhere', () => {
    const others = [allocation('a', { chain: 'base' }), inUsdz('b')];
    expect(holding('cash_usdc:cctp', wallet({ cash: { arbitrum: 60n }, allocations: others }))).toMatchObject({ reserved: 0n, available: 60n });
  });
});

describe('a position', () => {
  it('is worth what it pays out, and what was put in can be taken out', () => {
    expect(holding('usdz', wallet({ flows: put(50n) }), shown(usdz(57n)))).toEqual({ key: 'usdz', chain: 'arbitrum', value: 57n, reserved: 0n, available: 50n });
    expect(holding('usdz', wallet({ flows: put(50n, 20n) }), shown(usdz(37n)))).toMatchObject({ available: 30n });
  });

  it('has what is allocated in it reserved, and the price of a share kept back for each', () => {
    const of = wallet({ flows: put(50n), allocations: [inUsdz('a'), inUsdz('b')] });
    expect(holding('usdz', of, shown(usdz(50n)))).toMatchObject({ value: 50n, reserved: 20n, available: 30n });
    expect(holding('usdz', of, shown(usdz(52n, 40n)))).toMatchObject({ value: 52n, reserved: 20n, available: 26n });
  });

  it('has no more reserved than it is worth', () => {
    expect(holding('usdz', wallet({ flows: put(50n), allocations: [inUsdz('a')] }), shown(usdz(4n)))).toMatchObject({ value: 4n, reserved: 4n, available: 0n });
  });

  it('counts what a transaction has taken out until it is noted', () => {
    const moving = inUsdz('a', { moving: { to: 'cash', transaction: 't1' } });
    const of = wallet({ flows: put(50n), allocations: [moving] });
    expect(holding('usdz', of, shown({ ...usdz(40n), doneTransactions: new Set(['t1']) }))).toMatchObject({ value: 50n, reserved: 10n, available: 40n });
    expect(holding('usdz', of, shown(usdz(50n)))).toMatchObject({ value: 50n, reserved: 10n, available: 40n });
  });

  it('has what waits in its window reserved beside it', () => {
    expect(holding('rlp', wallet({ flows: { rlp: { paidIn: 30n, takenOut: 0n } }, allocations: [inRlp('a')] }), shown({ positions: new Map([['rlp', { value: 30n, shares: 30n }]]) })))
      .toEqual({ key: 'rlp', chain: 'ethereum', value: 40n, reserved: 10n, available: 30n });
  });

  it('is there when more was put in than taken out', () => {
    expect([hasPositions({ flows: put(1n) }), hasPositions({ flows: put(5n, 5n) }), hasPositions({ flows: {} })]).toEqual([true, false, false]);
  });
});

describe('what positions have earned', () => {
  it('is what they are worth beyond what was put in, and nothing after a loss', () => {
    expect([earnedIn(wallet({ flows: put(50n) }), shown(usdz(57n))), earnedIn(wallet({ flows: put(50n) }), shown(usdz(44n))), earnedIn(wallet({ flows: put(50n, 20n) }), shown(usdz(31n)))]).toEqual([7n, 0n, 1n]);
  });

  it('is not less for what a transaction has taken out and is still to be noted', () => {
    const allocations = [inUsdz('a', { moving: { to: 'cash', transaction: 't1' } }), inUsdz('b'), allocation('c', { key: 'usdz' })];
    expect(earnedIn(wallet({ flows: put(50n), allocations }), shown({ ...usdz(47n), doneTransactions: new Set(['t1']) }))).toBe(7n);
  });
});

describe('what is kept back for a share', () => {
  it.each([[50n, 50n, 0n], [0n, 0n, 0n], [7n, 0n, 0n], [52n, 40n, 3n], [80n, 40n, 3n], [81n, 40n, 4n], [1n, 40n, 2n]])('of a position of %s in %s is %s', (value, shares, rounding) => {
    expect(roundingOf(value, shares)).toBe(rounding);
  });
});

describe('all that the chains show', () => {
  it('is cash, positions and windows, less what was earned', () => {
    const of = wallet({ flows: put(50n), allocations: [inRlp('a'), inUsdz('b'), allocation('c')] });
    expect(onChainOf(of, shown({ cash: new Map([['arbitrum', 60n], ['base', 5n]]), ...usdz(57n) }))).toBe(60n + 5n + 50n + 10n);
  });

  it('has on the destination’s chain what left to be bridged, as long as it is on none', () => {
    const of = wallet({ allocations: [allocation('a', { handedOver: toBase }), allocation('b', { handedOver: toBase }), inRlp('c')] });
    const left = { leftAllocations: new Set(['a', 'b', 'c']) };
    expect(onChainOf(of, shown({ cash: new Map([['arbitrum', 40n], ['base', 5n]]), ...left }))).toBe(40n + 20n + 10n);
    expect(onChainOf(of, shown({ cash: new Map([['arbitrum', 40n], ['base', 25n]]), ...left }))).toBe(40n + 25n + 10n);
    expect(onChainOf(of, shown({ cash: new Map([['arbitrum', 40n], ['base', 5n]]), ...left, paidAllocations: new Set(['a', 'b']) }))).toBe(40n + 5n + 10n);
  });
});

describe('cash as it would be booked', () => {
  const cash = new Map([['arbitrum', 40n], ['base', 15n]] as const);

  it('is what the chains show when nothing is under way', () => {
    expect([...cashShown([allocation('a'), inUsdz('b')], shown({ cash }))]).toEqual([['arbitrum', 40n], ['base', 15n]]);
  });

  it('stands where it came from while it is under way', () => {
    expect([...cashShown([allocation('a', { handedOver: toBase })], shown({ cash, leftAllocations: new Set(['a']) }))]).toEqual([['arbitrum', 50n], ['base', 5n]]);
  });

  it('is there until it is booked out when it was paid, and on no other chain', () => {
    expect([...cashShown([allocation('a', { handedOver: toBase })], shown({ cash, leftAllocations: new Set(['a']), paidAllocations: new Set(['a']) }))]).toEqual([['arbitrum', 50n], ['base', 15n]]);
  });

  it('is never less than nothing, and what lies in a window is none of it', () => {
    const bridged = [allocation('a', { handedOver: toBase, units: 20n }), inRlp('b', { chain: 'arbitrum', handedOver: toBase })];
    expect([...cashShown(bridged, shown({ cash, leftAllocations: new Set(['a', 'b']) }))]).toEqual([['arbitrum', 60n], ['base', 0n]]);
  });
});
