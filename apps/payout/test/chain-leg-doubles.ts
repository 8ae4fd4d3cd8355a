import type { UsdcAuthorization } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { joined, left, type LineName } from '../src/chain-payments/approval-lines.repository.js';
import { keyOf, latestEvent, type ChainLeg, type LegChange } from '../src/chain-payments/chain-leg.js';
import type { Fate } from '../src/chain-payments/chain-leg.transitions.js';
import type { Signer, SigningReport, SigningRequest } from '../src/providers/signer.js';
import type { AuthorizationRef, Transfer, Usdc } from '../src/providers/usdc.js';
import type { ChainLegWorld } from './chain-leg-world.js';

/** The legs' store, kept in memory; closed while the process is dead. */
export function legStore(world: ChainLegWorld) {
  return {
    find: (id: string) => Promise.resolve(world.legs.get(id) ?? null),
    attempts: (legId: string) => Promise.resolve([...world.legs.values()].filter(({ state }) => state.legId === legId).sort((one, other) => other.state.attempt - one.state.attempt)),
    open: (_: string, change: LegChange) => Promise.resolve(world.legs.has(keyOf(change.leg)) ? null : world.store(change)),
    sendLatestEvent: ({ id, state }: Versioned<ChainLeg>) => {
      const event = latestEvent(state);
      if (event) world.published.push({ type: event.contract.type, key: id });
      return Promise.resolve();
    },
    step: async (id: string, decide: (leg: ChainLeg) => LegChange | null, timer?: Cause['timer']) => {
      world.up();
      const found = world.legs.get(id);
      if (!found || (timer && timer.version !== found.version)) return null;
      const change = decide(found.state);
      return Promise.resolve(change && world.store(change));
    },
  };
}

/** The approval queues, kept in memory. */
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

/** A signer in miniature: an activity for each request. */
export function signerOf(world: ChainLegWorld): Signer {
  const report = (request: string): SigningReport => world.activities.get(request) ?? { activityId: request, status: 'pending' };
  const end = (request: string, status: 'signed' | 'failed' | 'rejected'): SigningReport => {
    const known = report(request);
    if (known.status !== 'pending') return known;
    const ended = status === 'signed' ? { activityId: request, status, signature: '0x01' as const } : { activityId: request, status };
    world.activities.set(request, ended);
    return ended;
  };
  return {
    takesVotes: true,
    addressOf: () => Promise.resolve('0x01'),
    requestFor: ({ authorization }: { authorization: UsdcAuthorization }) => Promise.resolve(authorization.message.nonce),
    submit: ({ request, approval }: SigningRequest) => world.outside(() => {
      if (world.signerSays === 'fails') return end(request, 'failed');
      if (world.signerSays === 'rejects') return end(request, 'rejected');
      return approval === 'none' ? end(request, 'signed') : report(request);
    }),
    inquire: ({ request }: SigningRequest) => world.outside(() => report(request)),
    withdraw: ({ request }: SigningRequest) => world.outside(() => end(request, 'rejected')),
    vote: ({ request }: SigningRequest, vote: 'approve' | 'reject') => world.outside(() => end(request, vote === 'approve' ? 'signed' : 'rejected')),
  } as unknown as Signer;
}

/** USDC on a chain in miniature. */
export function usdcOf(world: ChainLegWorld): Usdc {
  return {
    has: () => true,
    head: () => Promise.resolve({ block: 1n, time: BigInt(Math.floor(world.now.getTime() / 1000)) }),
    balance: () => Promise.resolve(10n ** 12n),
    authorization: (transfer: Transfer) => ({ message: transfer }) as unknown as UsdcAuthorization,
    fate: ({ nonce, validBefore }: AuthorizationRef): Promise<Fate> => {
      const isUsed = world.transfers.some((transfer) => transfer.nonce === nonce);
      if (isUsed) return Promise.resolve({ kind: 'carried-out', txHash: '0xaa' });
      return Promise.resolve({ kind: world.now.getTime() / 1000 > Number(validBefore) ? 'dead' : 'unused' });
    },
    send: (key: string, { nonce }: Transfer) => world.outside(() => {
      const legId = key.slice(0, key.lastIndexOf('/'));
      if (!world.sent.has(key)) world.sent.set(key, { nonce, withdrawal: legId, status: 'pending', isAnnounced: false, sequence: 0 });
    }),
    includedIn: () => Promise.resolve(null),
  };
}
