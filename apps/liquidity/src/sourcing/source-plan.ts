import type { Group } from '@sluice/contract-liquidity';
import { domainOf, isCash, isWindowed, orderInDomain, yieldSources, type Chain, type SourceKey } from '../wallets/sources.js';
import { usdcJson } from '../wallets/wallet.js';

/** What can be taken from one source now, in USDC units. */
export interface Available {
  readonly key: SourceKey;
  readonly chain: Chain;
  readonly available: bigint;
}

/** Amount and fee together, in USDC units. */
export interface Wanted {
  readonly units: bigint;
  readonly destinationChain: Chain;
}

/** A part of a plan without a name yet. */
export interface Share {
  readonly key: SourceKey;
  readonly chain: Chain;
  readonly units: bigint;
}

const larger = (left: bigint, right: bigint): number => (left > right ? -1 : left < right ? 1 : 0);

const unwindOrder = (key: SourceKey): number => yieldSources.findIndex(({ positionKey }) => positionKey === key);

/**
 * Sourcing order: cash first, and of that the destination's own chain, then the chain with most (so that little has to be
 * bridged), then by the domain's order; after the cash the positions by their time to unwind.
 */
function inSourcingOrder(holdings: readonly Available[], destinationChain: Chain): Available[] {
  const nearness = ({ chain }: Available): number => (chain === destinationChain ? 0 : 1);
  return holdings.toSorted((left, right) =>
    unwindOrder(left.key) - unwindOrder(right.key) || nearness(left) - nearness(right) || larger(left.available, right.available) || orderInDomain(left.chain) - orderInDomain(right.chain));
}

/** Available value within the destination's bridge domain. */
export const availableFor = (destinationChain: Chain, holdings: readonly Available[]): bigint =>
  reachableFrom(destinationChain, holdings).reduce((sum, { available }) => sum + available, 0n);

const reachableFrom = (destinationChain: Chain, holdings: readonly Available[]): Available[] =>
  holdings.filter(({ chain, available }) => available > 0n && domainOf(chain) === domainOf(destinationChain));

/** Where the amount would come from, summing to it exactly; null when the destination's domain has less. */
export function sharesOf({ units, destinationChain }: Wanted, holdings: readonly Available[]): Share[] | null {
  const shares: Share[] = [];
  let missing = units;
  for (const { key, chain, available } of inSourcingOrder(reachableFrom(destinationChain, holdings), destinationChain)) {
    if (missing === 0n) break;
    const taken = available < missing ? available : missing;
    shares.push({ key, chain, units: taken });
    missing -= taken;
  }
  return missing === 0n && units > 0n ? shares : null;
}

/** What is delivered together: everything that can be had at once, and each position with a window by itself. */
function groupedShares<S extends Share>(shares: readonly S[]): S[][] {
  const atOnce = shares.filter(({ key }) => isCash(key) || !isWindowed(key));
  const later = shares.filter(({ key }) => isWindowed(key)).map((share) => [share]);
  return atOnce.length === 0 ? later : [atOnce, ...later];
}

/** The plan of a withdrawal; null when there is not enough. Previews, reservations and estimates all stand on the same shares. */
export function plan(wanted: Wanted, holdings: readonly Available[], newId: () => string): Group[] | null {
  const shares = sharesOf(wanted, holdings);
  return shares && groupsOf(shares.map((share) => ({ ...share, id: newId() })));
}

/** The groups that these shares, in sourcing order, are delivered in. */
export function groupsOf(shares: readonly (Share & { readonly id: string })[]): Group[] {
  return groupedShares(shares).map((sources) => ({
    key: lastOf(sources).key,
    amount: usdcJson(sources.reduce((sum, { units }) => sum + units, 0n)),
    sources: sources.map(({ id, key, chain, units }) => ({ id, key, chain, amount: usdcJson(units) })),
  }));
}

function lastOf<S>(sources: readonly S[]): S {
  const last = sources.at(-1);
  if (last === undefined) throw new RangeError('A group has at least one source.');
  return last;
}
