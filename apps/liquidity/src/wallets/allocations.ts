import type { Group } from '@sluice/contract-liquidity';
import { locationOf, type OnChainWallet } from './holdings.js';
import { isCash, type Chain } from './sources.js';
import { flowOf, sum, unitsOf, withCash, type Allocation, type Flows, type Wallet } from './wallet.js';

/** Allocates the sources of a plan to a reservation. */
export function allocated(wallet: Wallet, reservationId: string, groups: readonly Group[]): Wallet {
  const added = groups.flatMap(({ sources }) => sources.map(({ id, key, chain, amount }): Allocation => (
    { id, reservationId, key, chain, units: unitsOf(amount), location: isCash(key) ? 'cash' : 'position', isFreed: false }
  )));
  return { ...wallet, allocations: [...wallet.allocations, ...added] };
}

/** Whether a group's cash is where it was planned to be. `gone`: it is not allocated any more. */
export type CashCheck = 'there' | 'short' | 'gone';

/** Compares a group's cash with the chain. Legs that have found theirs and still have it there go first. */
export function checkedCash({ allocations }: Wallet, legKey: string, group: Group, shown: OnChainWallet): CashCheck {
  const own = new Set(group.sources.map(({ id }) => id));
  if (allocations.filter(({ id, isFreed }) => own.has(id) && !isFreed).length !== own.size) return 'gone';
  const isThere = cashByChain(group).every(([chain, units]) => {
    const others = allocations.filter((allocation) => !own.has(allocation.id) && allocation.legKey !== undefined && allocation.legKey !== legKey && isStillOn(allocation, chain, shown));
    return (shown.cash.get(chain) ?? 0n) - sum(others.map((allocation) => allocation.units)) >= units;
  });
  return isThere ? 'there' : 'short';
}

function cashByChain({ sources }: Group): [Chain, bigint][] {
  const cash = sources.filter(({ key }) => isCash(key));
  const chains = [...new Set(cash.map(({ chain }) => chain))];
  return chains.map((chain) => [chain, sum(cash.filter((source) => source.chain === chain).map(({ amount }) => unitsOf(amount)))]);
}

const isStillOn = (allocation: Allocation, chain: Chain, shown: OnChainWallet): boolean =>
  allocation.chain === chain && !allocation.isFreed && locationOf(allocation, shown) === 'cash' && !shown.leftAllocations.has(allocation.id) && !shown.paidAllocations.has(allocation.id);

const changed = (wallet: Wallet, ids: readonly string[], change: (allocation: Allocation) => Allocation | null): Wallet => ({
  ...wallet, allocations: wallet.allocations.flatMap((allocation) => (ids.includes(allocation.id) ? (change(allocation) ?? []) : [allocation])),
});

export const foundByLeg = (wallet: Wallet, ids: readonly string[], legKey: string): Wallet => changed(wallet, ids, (allocation) => ({ ...allocation, legKey }));

export const handedOver = (wallet: Wallet, ids: readonly string[], to: NonNullable<Allocation['handedOver']>): Wallet =>
  changed(wallet, ids, (allocation) => ({ ...allocation, handedOver: to }));

/**
 * Notes the transaction that is about to move an allocation's value, before it is ordered. Null when it must not be
 * ordered: the allocation was given up, or its value is not where the transaction would take it from. Never null for one
 * that was noted before: ordering it again is harmless, and not ordering it would leave it undone.
 */
export function moving(wallet: Wallet, id: string, from: 'position' | 'window', to: 'window' | 'cash', transaction: string): Wallet | null {
  const allocation = wallet.allocations.find((one) => one.id === id);
  if (allocation?.moving?.transaction === transaction) return wallet;
  if (allocation?.location !== from || allocation.moving !== undefined || (from === 'position' && allocation.isFreed)) return null;
  return changed(wallet, [id], (known) => ({ ...known, moving: { to, transaction } }));
}

/** The transaction was done: the value is booked where it was taken. Given up meanwhile, it is free cash. Null when that is known. */
export function moved(wallet: Wallet, transaction: string): Wallet | null {
  const allocation = wallet.allocations.find((one) => one.moving?.transaction === transaction);
  if (allocation?.moving === undefined) return null;
  const { moving: { to }, ...rest } = allocation;
  const flows = allocation.location === 'position' ? takenOut(wallet.flows, allocation) : wallet.flows;
  const next = { ...changed(wallet, [allocation.id], () => (to === 'cash' && allocation.isFreed ? null : { ...rest, location: to })), flows };
  return to === 'cash' ? withCash(next, allocation.chain, allocation.units) : next;
}

/** The transaction came to nothing: the value is where it was. What was given up and is in no window is free there. */
export function notMoved(wallet: Wallet, transaction: string): Wallet | null {
  const allocation = wallet.allocations.find((one) => one.moving?.transaction === transaction);
  if (allocation === undefined) return null;
  const { moving: _, ...rest } = allocation;
  return changed(wallet, [allocation.id], () => (allocation.isFreed && allocation.location === 'position' ? null : rest));
}

function takenOut(flows: Flows, { key, units }: Allocation): Flows {
  const known = flowOf(flows, key);
  return { ...flows, [key]: { ...known, takenOut: known.takenOut + units } };
}

/** Gives value back: at once, or when a running unwind has ended. Unknown ids are ignored. */
export const freed = (wallet: Wallet, ids: readonly string[]): Wallet =>
  changed(wallet, ids, (allocation) => (allocation.moving !== undefined || allocation.location === 'window' ? { ...allocation, isFreed: true } : null));

/** Cash that was bridged: it is booked on the destination's chain, and allocated there. What is there already stays. */
export function bridged(wallet: Wallet, ids: readonly string[], destination: Allocation['chain']): Wallet {
  const left = wallet.allocations.filter(({ id, chain, location }) => ids.includes(id) && chain !== destination && location === 'cash');
  const rebooked = left.reduce((known, { chain, units }) => withCash(withCash(known, chain, -units), destination, units), wallet);
  return left.length === 0 ? wallet : changed(rebooked, left.map(({ id }) => id), (allocation) => ({ ...allocation, chain: destination }));
}

/** Value that has left the wallet: it was paid out from where it was cash. */
export function spent(wallet: Wallet, ids: readonly string[]): Wallet {
  const leaving = wallet.allocations.filter(({ id }) => ids.includes(id));
  return changed(leaving.reduce((known, { chain, units }) => withCash(known, chain, -units), wallet), ids, () => null);
}
