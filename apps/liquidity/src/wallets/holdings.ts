import type { Available } from '../sourcing/source-plan.js';
import { cashKeyOf, yieldSources, type Chain, type PositionKey } from './sources.js';
import { atLeastZero, bookedIn, cashOf, sum, type Allocation, type Wallet } from './wallet.js';

/** What the chains show of one wallet's positions at this moment. */
export interface OnChainPositions {
  /** What each position would pay out if all of it were unwound, and how many shares that is. */
  readonly positions: ReadonlyMap<PositionKey, { readonly value: bigint; readonly shares: bigint }>;
  /** Keys of the allocations' transactions that the chain shows done. */
  readonly doneTransactions: ReadonlySet<string>;
}

/** What the chains show of a wallet without positions. */
export const noPositions: OnChainPositions = { positions: new Map(), doneTransactions: new Set() };

export type Booked = Pick<Wallet, 'cash' | 'allocations' | 'flows'>;

/** Value in one position or as cash on one chain, with what withdrawals and unwinds hold of it. In USDC units. */
export interface WalletHolding extends Available {
  readonly value: bigint;
  readonly reserved: bigint;
}

/** Where an allocation's value is now, by what the chain shows of its transaction. */
export const locationOf = ({ location, moving }: Allocation, { doneTransactions }: Pick<OnChainPositions, 'doneTransactions'>): Allocation['location'] =>
  moving && doneTransactions.has(moving.transaction) ? moving.to : location;

const unitsIn = (allocations: readonly Allocation[]): bigint => sum(allocations.map(({ units }) => units));

export const hasPositions = ({ flows }: Pick<Wallet, 'flows'>): boolean => yieldSources.some(({ positionKey }) => bookedIn(flows, positionKey) > 0n);

/**
 * Everything that a wallet holds, less what is allocated. Cash is what is booked, wherever it may be on its way. Of a position no more
 * can be taken than was put into it, since what it has earned is in nobody's books, and no more than it would pay out.
 */
export function holdingsOf(wallet: Booked, shown: OnChainPositions): WalletHolding[] {
  const cash = Object.entries(cashOf(wallet)).map(([chain, units]) => cashHolding(chain as Chain, units, wallet.allocations));
  return [...cash, ...yieldSources.map(({ positionKey, chain }) => positionHolding(positionKey, chain, wallet, shown))];
}

function cashHolding(chain: Chain, value: bigint, allocations: readonly Allocation[]): WalletHolding {
  const allocated = unitsIn(allocations.filter((allocation) => allocation.location === 'cash' && allocation.chain === chain));
  return { key: cashKeyOf(chain), chain, value, reserved: allocated < value ? allocated : value, available: atLeastZero(value - allocated) };
}

/** What a transaction has taken out counts as inside until it is noted: it is then cash, or waits in the position's window. */
function positionHolding(key: PositionKey, chain: Chain, { allocations, flows }: Booked, shown: OnChainPositions): WalletHolding {
  const own = allocations.filter((allocation) => allocation.key === key);
  const inside = own.filter(({ location }) => location === 'position');
  const stillThere = inside.filter((allocation) => locationOf(allocation, shown) === 'position');
  const [allocated, inWindow] = [unitsIn(inside), unitsIn(own.filter(({ location }) => location === 'window'))];
  const { value: payout, shares } = shown.positions.get(key) ?? { value: 0n, shares: 0n };
  const value = payout + allocated - unitsIn(stillThere);
  const unbooked = payout - unitsIn(stillThere) - BigInt(stillThere.length) * roundingOf(payout, shares);
  const booked = bookedIn(flows, key) - allocated;
  return { key, chain, value: value + inWindow, reserved: (allocated < value ? allocated : value) + inWindow, available: atLeastZero(booked < unbooked ? booked : unbooked) };
}

/** What positions are worth beyond what was put in; a loss earns nothing. */
export const earnedIn = ({ allocations, flows }: Pick<Wallet, 'allocations' | 'flows'>, shown: OnChainPositions): bigint =>
  sum(yieldSources.map(({ positionKey }) => {
    const noted = allocations.filter((allocation) => allocation.key === positionKey && allocation.location === 'position' && locationOf(allocation, shown) !== 'position');
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

/** What the chains show of one wallet at this moment. */
export interface OnChainWallet extends OnChainPositions {
  /** USDC by chain. */
  readonly cash: ReadonlyMap<Chain, bigint>;
  /** Ids of allocations whose cash has left its chain to be bridged to the destination's. */
  readonly leftAllocations: ReadonlySet<string>;
  /** Ids of allocations that were paid out and are still to be booked as spent. */
  readonly paidAllocations: ReadonlySet<string>;
}

/** The chain that an allocation's cash is on: once it has left to be bridged, it is expected on the destination's. */
const cashChainOf = ({ id, chain, handedOver }: Allocation, { leftAllocations }: OnChainWallet): Chain =>
  handedOver && leftAllocations.has(id) ? handedOver.destinationChain : chain;

/** All that the chains show of a wallet, but what its positions have earned. What was burned and not yet minted is on no chain and still the wallet's. */
export function onChainOf(wallet: Pick<Wallet, 'allocations' | 'flows'>, shown: OnChainWallet): bigint {
  const { allocations } = wallet;
  const cash = [...shown.cash].map(([chain, balance]) => {
    const onItsWay = unitsIn(allocations.filter((allocation) =>
      shown.leftAllocations.has(allocation.id) && !shown.paidAllocations.has(allocation.id) && locationOf(allocation, shown) === 'cash' && cashChainOf(allocation, shown) === chain));
    return balance > onItsWay ? balance : onItsWay;
  });
  const positions = yieldSources.map(({ positionKey }) => valueIn(positionKey, allocations, shown));
  return sum(cash) + sum(positions) - earnedIn(wallet, shown);
}

const valueIn = (key: PositionKey, allocations: readonly Allocation[], shown: OnChainWallet): bigint =>
  (shown.positions.get(key)?.value ?? 0n) + unitsIn(allocations.filter((allocation) => allocation.key === key && locationOf(allocation, shown) === 'window'));

/**
 * Cash by chain as it would be booked for what the chains show: what is under way stands where it came from, and what was paid
 * out and is still to be booked out is there.
 */
export function cashShown(allocations: readonly Allocation[], shown: OnChainWallet): Map<Chain, bigint> {
  const inCash = allocations.filter((allocation) => locationOf(allocation, shown) === 'cash');
  return new Map([...shown.cash].map(([chain, balance]) => {
    const gone = inCash.filter((allocation) => allocation.chain === chain && (shown.paidAllocations.has(allocation.id) || cashChainOf(allocation, shown) !== chain));
    const arrived = inCash.filter((allocation) => allocation.chain !== chain && cashChainOf(allocation, shown) === chain && !shown.paidAllocations.has(allocation.id));
    const units = balance + unitsIn(gone) - unitsIn(arrived);
    return [chain, units > 0n ? units : 0n];
  }));
}
