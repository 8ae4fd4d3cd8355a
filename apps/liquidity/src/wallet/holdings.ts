import { cashKeyOf } from '../planner/bridge-domains.js';
import type { Holding } from '../planner/plan.js';
import { yieldSources, type Chain, type PositionKey } from '../planner/yield-sources.js';
import { atLeastZero, sum } from './usdc.js';
import type { Claim } from './wallet.js';

/** What the chains show of one wallet at this moment. */
export interface Sight {
  /** USDC by chain. */
  readonly cash: ReadonlyMap<Chain, bigint>;
  /** What each position would pay out if all of it were unwound, and how many shares that is. */
  readonly positions: ReadonlyMap<PositionKey, { readonly value: bigint; readonly shares: bigint }>;
  /** Claims whose transaction the chain shows done, by the transaction's key. */
  readonly doneTransactions: ReadonlySet<string>;
  /** Claims, by id, whose cash has left its chain to be bridged to the destination's. */
  readonly leftClaims: ReadonlySet<string>;
  /** Claims, by id, that were paid out and are still to be told of as spent. */
  readonly paidClaims: ReadonlySet<string>;
}

/** One place of value, with what withdrawals and unwinds hold of it. In USDC units. */
export interface HeldPlace extends Holding {
  readonly value: bigint;
  readonly reserved: bigint;
}

/** Where a claim's value is now, by what the chain shows of its transaction. */
export const placeOf = ({ place, moving }: Claim, { doneTransactions }: Sight): Claim['place'] =>
  moving && doneTransactions.has(moving.transaction) ? moving.to : place;

/** The chain that a claim's cash is on: once it has left to be bridged, it is expected on the destination's. */
const cashChainOf = ({ id, chain, handedOver }: Claim, { leftClaims }: Sight): Chain =>
  handedOver && leftClaims.has(id) ? handedOver.destinationChain : chain;

const isCashOn = (claim: Claim, chain: Chain, sight: Sight): boolean =>
  placeOf(claim, sight) === 'cash' && !claim.isFreed && !sight.paidClaims.has(claim.id) && cashChainOf(claim, sight) === chain;

/**
 * Every place of value of a wallet: what the chain shows there, less what is claimed. Claims are kept apart from balances,
 * so that value which moves between the two views is missed for a moment at worst and never promised twice.
 */
export function holdingsOf(claims: readonly Claim[], sight: Sight): HeldPlace[] {
  const cash = [...sight.cash].map(([chain, balance]) => cashPlace(chain, balance, claims, sight));
  const positions = yieldSources.flatMap(({ positionKey, chain }) => {
    const seen = sight.positions.get(positionKey);
    return seen ? [positionPlace(positionKey, chain, seen, claims.filter(({ key }) => key === positionKey), sight)] : [];
  });
  return [...cash, ...positions];
}

function cashPlace(chain: Chain, balance: bigint, claims: readonly Claim[], sight: Sight): HeldPlace {
  const here = claims.filter((claim) => isCashOn(claim, chain, sight));
  const claimed = sum(here.map(({ units }) => units));
  // What was burned and not yet minted is on no chain and still the wallet's.
  const onItsWay = sum(here.filter(({ id }) => sight.leftClaims.has(id)).map(({ units }) => units));
  const value = balance > onItsWay ? balance : onItsWay;
  return { key: cashKeyOf(chain), chain, value, reserved: claimed < value ? claimed : value, available: atLeastZero(balance - claimed) };
}

function positionPlace(key: PositionKey, chain: Chain, { value, shares }: { value: bigint; shares: bigint }, claims: readonly Claim[], sight: Sight): HeldPlace {
  const inPosition = claims.filter((claim) => placeOf(claim, sight) === 'position');
  const inWindow = sum(claims.filter((claim) => placeOf(claim, sight) === 'window').map(({ units }) => units));
  const claimed = sum(inPosition.map(({ units }) => units));
  const available = atLeastZero(value - claimed - BigInt(inPosition.length) * roundingOf(value, shares));
  return { key, chain, value: value + inWindow, reserved: (claimed < value ? claimed : value) + inWindow, available };
}

/**
 * What one unwind may take more than it pays out, since shares are whole: the price of one share, rounded up. Without
 * setting that aside the last of several unwinds would come a micro-unit short. Nothing where a share is a unit.
 */
export function roundingOf(value: bigint, shares: bigint): bigint {
  if (shares === 0n || value === shares) return 0n;
  return (value + shares - 1n) / shares + 1n;
}
