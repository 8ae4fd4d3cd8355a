import type { Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { joined, left, type LineName } from '../src/chain-payments/approval-lines.repository.js';
import { keyOf, latestEvent, type ChainLeg, type LegChange } from '../src/chain-payments/chain-leg.js';
import type { ChainLegWorld } from './chain-leg-world.js';

/** The legs' store, kept in memory; closed while the process is dead. */
export function legStore(world: ChainLegWorld) {
  return {
    find: (id: string) => Promise.resolve(world.legs.get(id) ?? null),
    attempts: (legId: string) => Promise.resolve([...world.legs.values()].filter(({ state }) => state.legId === legId).sort((one, other) => other.state.attempt - one.state.attempt)),
    open: (_: string, turn: LegChange) => Promise.resolve(world.legs.has(keyOf(turn.leg)) ? null : world.store(turn)),
    sendLatestEvent: ({ id, state }: Versioned<ChainLeg>) => {
      const again = latestEvent(state);
      if (again) world.told.push({ type: again.contract.type, key: id });
      return Promise.resolve();
    },
    step: async (id: string, decide: (leg: ChainLeg) => LegChange | null, timer?: Cause['timer']) => {
      world.up();
      const found = world.legs.get(id);
      if (!found || (timer && timer.version !== found.version)) return null;
      const turn = decide(found.state);
      return Promise.resolve(turn && world.store(turn));
    },
  };
}

/** The lines' store, kept in memory. */
export function lineStore(world: ChainLegWorld) {
  const idOf = ({ walletId, chain }: LineName): string => `${walletId}/${chain}`;
  return {
    join: (name: LineName, key: string) => {
      const next = joined(world.lines.get(idOf(name)) ?? null, key);
      if (next) world.joins.push(key);
      if (next) world.lines.set(idOf(name), next);
      return Promise.resolve();
    },
    leave: (name: LineName, key: string) => {
      const next = left(world.lines.get(idOf(name)) ?? null, key);
      if (next) world.lines.set(idOf(name), next);
      return Promise.resolve(world.lines.get(idOf(name))?.waiting ?? []);
    },
    waiting: (name: LineName) => Promise.resolve(world.lines.get(idOf(name))?.waiting ?? []),
  };
}
