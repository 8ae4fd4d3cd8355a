import { yieldSources, type Chain, type PositionKey } from '../planner/yield-sources.js';
import { earnedIn, locationOf, type OnChainPositions } from './holdings.js';
import { sum } from './usdc.js';
import type { Allocation, Wallet } from './wallet.js';

/** What the chains show of one wallet at this moment. */
export interface OnChainWallet extends OnChainPositions {
  /** USDC by chain. */
  readonly cash: ReadonlyMap<Chain, bigint>;
  /** Claims, by id, whose cash has left its chain to be bridged to the destination's. */
  readonly leftAllocations: ReadonlySet<string>;
  /** Claims, by id, that were paid out and are still to be told of as spent. */
  readonly paidAllocations: ReadonlySet<string>;
}

/** The chain that a allocation's cash is on: once it has left to be bridged, it is expected on the destination's. */
const cashChainOf = ({ id, chain, handedOver }: Allocation, { leftAllocations: leftClaims }: OnChainWallet): Chain =>
  handedOver && leftClaims.has(id) ? handedOver.destinationChain : chain;

const unitsIn = (claims: readonly Allocation[]): bigint => sum(claims.map(({ units }) => units));

/** All that the chains show of a wallet, but what its positions have earned. What was burned and not yet minted is on no chain and still the wallet's. */
export function onChainOf(wallet: Pick<Wallet, 'claims' | 'flows'>, shown: OnChainWallet): bigint {
  const { claims } = wallet;
  const cash = [...shown.cash].map(([chain, balance]) => {
    const onItsWay = unitsIn(claims.filter((allocation) =>
      shown.leftAllocations.has(allocation.id) && !shown.paidAllocations.has(allocation.id) && locationOf(allocation, shown) === 'cash' && cashChainOf(allocation, shown) === chain));
    return balance > onItsWay ? balance : onItsWay;
  });
  const positions = yieldSources.map(({ positionKey }) => valueIn(positionKey, claims, shown));
  return sum(cash) + sum(positions) - earnedIn(wallet, shown);
}

const valueIn = (key: PositionKey, claims: readonly Allocation[], shown: OnChainWallet): bigint =>
  (shown.positions.get(key)?.value ?? 0n) + unitsIn(claims.filter((allocation) => allocation.key === key && locationOf(allocation, shown) === 'window'));


/**
 * Cash by chain as it would be booked for what the chains show: what is under way stands where it came from, and what was paid
 * out and is still to be booked out is there.
 */
export function cashShown(claims: readonly Allocation[], shown: OnChainWallet): Map<Chain, bigint> {
  const inCash = claims.filter((allocation) => locationOf(allocation, shown) === 'cash');
  return new Map([...shown.cash].map(([chain, balance]) => {
    const gone = inCash.filter((allocation) => allocation.chain === chain && (shown.paidAllocations.has(allocation.id) || cashChainOf(allocation, shown) !== chain));
    const arrived = inCash.filter((allocation) => allocation.chain !== chain && cashChainOf(allocation, shown) === chain && !shown.paidAllocations.has(allocation.id));
    const units = balance + unitsIn(gone) - unitsIn(arrived);
    return [chain, units > 0n ? units : 0n];
  }));
}
