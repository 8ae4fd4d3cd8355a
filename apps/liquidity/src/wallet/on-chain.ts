import { yieldSources, type Chain, type PositionKey } from '../planner/yield-sources.js';
import { earnedIn, placeOf, type PositionSight } from './holdings.js';
import { sum } from './usdc.js';
import type { Claim, Wallet } from './wallet.js';

/** What the chains show of one wallet at this moment. */
export interface Sight extends PositionSight {
  /** USDC by chain. */
  readonly cash: ReadonlyMap<Chain, bigint>;
  /** Claims, by id, whose cash has left its chain to be bridged to the destination's. */
  readonly leftClaims: ReadonlySet<string>;
  /** Claims, by id, that were paid out and are still to be told of as spent. */
  readonly paidClaims: ReadonlySet<string>;
}

/** The chain that a claim's cash is on: once it has left to be bridged, it is expected on the destination's. */
const cashChainOf = ({ id, chain, handedOver }: Claim, { leftClaims }: Sight): Chain =>
  handedOver && leftClaims.has(id) ? handedOver.destinationChain : chain;

const unitsIn = (claims: readonly Claim[]): bigint => sum(claims.map(({ units }) => units));

/** All that the chains show of a wallet, but what its positions have earned. What was burned and not yet minted is on no chain and still the wallet's. */
export function onChainOf(wallet: Pick<Wallet, 'claims' | 'flows'>, sight: Sight): bigint {
  const { claims } = wallet;
  const cash = [...sight.cash].map(([chain, balance]) => {
    const onItsWay = unitsIn(claims.filter((claim) =>
      sight.leftClaims.has(claim.id) && !sight.paidClaims.has(claim.id) && placeOf(claim, sight) === 'cash' && cashChainOf(claim, sight) === chain));
    return balance > onItsWay ? balance : onItsWay;
  });
  const positions = yieldSources.map(({ positionKey }) => valueIn(positionKey, claims, sight));
  return sum(cash) + sum(positions) - earnedIn(wallet, sight);
}

const valueIn = (key: PositionKey, claims: readonly Claim[], sight: Sight): bigint =>
  (sight.positions.get(key)?.value ?? 0n) + unitsIn(claims.filter((claim) => claim.key === key && placeOf(claim, sight) === 'window'));


/**
 * Cash by chain as it would be booked for what the chains show: what is under way stands where it came from, and what was paid
 * out and is still to be booked out is there.
 */
export function cashShown(claims: readonly Claim[], sight: Sight): Map<Chain, bigint> {
  const inCash = claims.filter((claim) => placeOf(claim, sight) === 'cash');
  return new Map([...sight.cash].map(([chain, balance]) => {
    const gone = inCash.filter((claim) => claim.chain === chain && (sight.paidClaims.has(claim.id) || cashChainOf(claim, sight) !== chain));
    const guests = inCash.filter((claim) => claim.chain !== chain && cashChainOf(claim, sight) === chain && !sight.paidClaims.has(claim.id));
    const units = balance + unitsIn(gone) - unitsIn(guests);
    return [chain, units > 0n ? units : 0n];
  }));
}
