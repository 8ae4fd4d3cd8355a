import { cashKeyOf } from '../planner/bridge-domains.js';
import type { Available } from '../planner/plan.js';
import { yieldSources, type Chain, type PositionKey } from '../planner/yield-sources.js';
import { atLeastZero, sum } from './usdc.js';
import { bookedIn, cashOf, type Allocation, type Wallet } from './wallet.js';

/** What the chains show of one wallet's positions at this moment. */
export interface OnChainPositions {
  /** What each position would pay out if all of it were unwound, and how many shares that is. */
  readonly positions: ReadonlyMap<PositionKey, { readonly value: bigint; readonly shares: bigint }>;
  /** Claims whose transaction the chain shows done, by the transaction's key. */
  readonly doneTransactions: ReadonlySet<string>;
}

/** Of a wallet that has nothing in positions there is nothing to see. */
export const noPositions: OnChainPositions = { positions: new Map(), doneTransactions: new Set() };

export type Booked = Pick<Wallet, 'cash' | 'claims' | 'flows'>;

/** One place of value, with what withdrawals and unwinds hold of it. In USDC units. */
export interface WalletHolding extends Available {
  readonly value: bigint;
  readonly reserved: bigint;
}

/** Where a allocation's value is now, by what the chain shows of its transaction. */
export const locationOf = ({ place, moving }: Allocation, { doneTransactions }: Pick<OnChainPositions, 'doneTransactions'>): Allocation['place'] =>
  moving && doneTransactions.has(moving.transaction) ? moving.to : place;

const unitsIn = (claims: readonly Allocation[]): bigint => sum(claims.map(({ units }) => units));

export const hasPositions = ({ flows }: Pick<Wallet, 'flows'>): boolean => yieldSources.some(({ positionKey }) => bookedIn(flows, positionKey) > 0n);

/**
 * Every place of value of a wallet, less what is allocated. Cash is what is booked, wherever it may be on its way. Of a position no more
 * can be taken than was put into it, since what it has earned is in nobody's books, and no more than it would pay out.
 */
export function holdingsOf(wallet: Booked, shown: OnChainPositions): WalletHolding[] {
  const cash = Object.entries(cashOf(wallet)).map(([chain, units]) => cashHolding(chain as Chain, units, wallet.claims));
  return [...cash, ...yieldSources.map(({ positionKey, chain }) => positionHolding(positionKey, chain, wallet, shown))];
}

function cashHolding(chain: Chain, value: bigint, claims: readonly Allocation[]): WalletHolding {
  const allocated = unitsIn(claims.filter((allocation) => allocation.place === 'cash' && allocation.chain === chain));
  return { key: cashKeyOf(chain), chain, value, reserved: allocated < value ? allocated : value, available: atLeastZero(value - allocated) };
}

/** What a transaction has taken out counts as inside until it is noted: it is then cash, or waits in the position's window. */
function positionHolding(key: PositionKey, chain: Chain, { claims, flows }: Booked, shown: OnChainPositions): WalletHolding {
  const own = claims.filter((allocation) => allocation.key === key);
  const inside = own.filter(({ place }) => place === 'position');
  const stillThere = inside.filter((allocation) => locationOf(allocation, shown) === 'position');
  const [allocated, inWindow] = [unitsIn(inside), unitsIn(own.filter(({ place }) => place === 'window'))];
  const { value: payout, shares } = shown.positions.get(key) ?? { value: 0n, shares: 0n };
  const value = payout + allocated - unitsIn(stillThere);
  const unbooked = payout - unitsIn(stillThere) - BigInt(stillThere.length) * roundingOf(payout, shares);
  const booked = bookedIn(flows, key) - allocated;
  return { key, chain, value: value + inWindow, reserved: (allocated < value ? allocated : value) + inWindow, available: atLeastZero(booked < unbooked ? booked : unbooked) };
}

/** What positions are worth beyond what was put in; a loss earns nothing. */
export const earnedIn = ({ claims, flows }: Pick<Wallet, 'claims' | 'flows'>, shown: OnChainPositions): bigint =>
  sum(yieldSources.map(({ positionKey }) => {
    const noted = claims.filter((allocation) => allocation.key === positionKey && allocation.place === 'position' && locationOf(allocation, shown) !== 'position');
    return atLeastZero((shown.positions.get(positionKey)?.value ?? 0n) + unitsIn(noted) - bookedIn(flows, positionKey));
  }));

/**
 * What one unwind may take more than it pays out, since shares are whole: the price of one share, rounded up. Without
 * setting that aside the last of several unwinds would come a micro-unit short. Nothing where a share is a unit.
 */
export function roundingOf(value: bigint, shares: bigint): bigint {
  if (shares === 0n || value === shares) return 0n;
  return (value + shares - 1n) / shares + 1n;
}
