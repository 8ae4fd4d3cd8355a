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

/** The chain that a claim's cash is on: once it has left to be bridged, it is expected on the destination's. */
const cashChainOf = ({ id, chain, handedOver }: Allocation, { leftAllocations: leftClaims }: OnChainWallet): Chain =>
  handedOver && leftClaims.has(id) ? handedOver.destinationChain : chain;

const unitsIn = (claims: readonly Allocation[]): bigint => sum(claims.map(({ units }) => units));

/** All that the chains show of a wallet, but what its positions have earned. What was burned and not yet minted is on no chain and still the wallet's. */
export function onChainOf(wallet: Pick<Wallet, 'claims' | 'flows'>, sight: OnChainWallet): bigint {
  const { claims } = wallet;
  const cash = [...sight.cash].map(([chain, balance]) => {
    const onItsWay = unitsIn(claims.filter((claim) =>
      sight.leftAllocations.has(claim.id) && !sight.paidAllocations.has(claim.id) && locationOf(claim, sight) === 'cash' && cashChainOf(claim, sight) === chain));
    return balance > onItsWay ? balance : onItsWay;
  });
  const positions = yieldSources.map(({ positionKey }) => valueIn(positionKey, claims, sight));
  return sum(cash) + sum(positions) - earnedIn(wallet, sight);
}

const valueIn = (key: PositionKey, claims: readonly Allocation[], sight: OnChainWallet): bigint =>
  (sight.positions.get(key)?.value ?? 0n) + unitsIn(claims.filter((claim) => claim.key === key && locationOf(claim, sight) === 'window'));


/**
 * Cash by chain as it would be booked for what the chains show: what is under way stands where it came from, and what was paid
 * out and is still to be booked out is there.
 */
export function cashShown(claims: readonly Allocation[], sight: OnChainWallet): Map<Chain, bigint> {
  const inCash = claims.filter((claim) => locationOf(claim, sight) === 'cash');
  return new Map([...sight.cash].map(([chain, balance]) => {
    const gone = inCash.filter((claim) => claim.chain === chain && (sight.paidAllocations.has(claim.id) || cashChainOf(claim, sight) !== chain));
    const arrived = inCash.filter((claim) => claim.chain !== chain && cashChainOf(claim, sight) === chain && !sight.paidAllocations.has(claim.id));
    const units = balance + unitsIn(gone) - unitsIn(arrived);
    return [chain, units > 0n ? units : 0n];
  }));
}
